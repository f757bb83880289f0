using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace BatchProcessing.Server.Tests.Crash;

/// <summary>A batch outlives its process, however that ends.</summary>
public sealed class KillTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("batchprocessing-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Batch_CompletesWithExactLedger_WhenKilledTwiceInTheMiddle()
    {
        string batch;
        using (ServiceProcess first = await ServiceProcess.StartAsync(_folder, LongBatch.Slow))
        {
            batch = await LongBatch.UploadAsync(first);
            await LongBatch.WaitForProgressAsync(first, batch, chunks: 30);
            await first.KillAsync();
        }

        using (ServiceProcess second = await ServiceProcess.StartAsync(_folder, LongBatch.Slow))
        {
            await LongBatch.WaitForProgressAsync(second, batch, chunks: 200);
            await second.KillAsync();
        }

        using ServiceProcess third = await ServiceProcess.StartAsync(_folder);
        await LongBatch.CheckLedgerAsync(third, batch);
    }

    [Fact]
    public async Task Batch_CompletesAfterRestart_WhenStoppedInTheMiddle()
    {
        string batch;
        using (ServiceProcess first = await ServiceProcess.StartAsync(_folder, LongBatch.Slow))
        {
            batch = await LongBatch.UploadAsync(first);
            await LongBatch.WaitForProgressAsync(first, batch, chunks: 30);
            await first.StopAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(0, first.ExitCode);
        }

        using ServiceProcess second = await ServiceProcess.StartAsync(_folder);
        await LongBatch.CheckLedgerAsync(second, batch);
    }

    [Fact]
    public async Task Training_BecomesReadyAfterRestart_WhenKilled()
    {
        var rows = new StringBuilder("text,label\n");
        for (int i = 0; i < 20_000; i++)
            rows.Append(CultureInfo.InvariantCulture, $"row {i} says word{i % 97} and word{i % 89},{(i % 2 == 0 ? "even" : "odd")}\n");
        using (ServiceProcess first = await ServiceProcess.StartAsync(_folder))
        {
            using var form = new MultipartFormDataContent
            {
                { new StringContent("parity"), "name" },
                { new StringContent(rows.ToString()), "file", "rows.csv" },
            };
            using HttpResponseMessage response = await first.Client.PostAsync(new Uri("/api/models", UriKind.Relative), form);
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
            await first.KillAsync();
        }

        using ServiceProcess second = await ServiceProcess.StartAsync(_folder);
        var limit = Stopwatch.StartNew();
        JsonNode model;
        while ((model = await second.GetAsync("/api/models/parity/versions/1"))["endedAt"] is null)
        {
            Assert.True(limit.Elapsed < LongBatch.EndLimit, $"{model.ToJsonString()}\n{second.Output}");
            await Task.Delay(100);
        }

        Assert.Equal("ready", (string)model["state"]!);
    }
}
