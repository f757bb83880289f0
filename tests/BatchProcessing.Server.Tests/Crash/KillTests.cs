using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace BatchProcessing.Server.Tests.Crash;

/// <summary>A batch outlives its process, however that ends.</summary>
public sealed class KillTests : IDisposable
{
    private const int Documents = 25_000;
    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(2);

    // Small chunks and one worker: the batch lasts long enough for a kill to land in its middle.
    private static readonly string[] Slow = ["--Chunks:MaxDocuments=50", "--Jobs:BatchWorkers=1"];

    private readonly string _folder = Directory.CreateTempSubdirectory("batchprocessing-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Batch_CompletesWithExactLedger_WhenKilledTwiceInTheMiddle()
    {
        string batch;
        using (ServiceProcess first = await ServiceProcess.StartAsync(_folder, Slow))
        {
            batch = await UploadAsync(first);
            await WaitForProgressAsync(first, batch, chunks: 30);
            await first.KillAsync();
        }

        using (ServiceProcess second = await ServiceProcess.StartAsync(_folder, Slow))
        {
            await WaitForProgressAsync(second, batch, chunks: 200);
            await second.KillAsync();
        }

        using ServiceProcess third = await ServiceProcess.StartAsync(_folder);
        await CheckLedgerAsync(third, batch);
    }

    [Fact]
    public async Task Batch_CompletesAfterRestart_WhenStoppedInTheMiddle()
    {
        string batch;
        using (ServiceProcess first = await ServiceProcess.StartAsync(_folder, Slow))
        {
            batch = await UploadAsync(first);
            await WaitForProgressAsync(first, batch, chunks: 30);
            await first.StopAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(0, first.ExitCode);
        }

        using ServiceProcess second = await ServiceProcess.StartAsync(_folder);
        await CheckLedgerAsync(second, batch);
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
            Assert.True(limit.Elapsed < EndLimit, $"{model.ToJsonString()}\n{second.Output}");
            await Task.Delay(100);
        }

        Assert.Equal("ready", (string)model["state"]!);
    }

    private static async Task<string> UploadAsync(ServiceProcess service)
    {
        var lines = new StringBuilder();
        for (int i = 0; i < Documents; i++)
            lines.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"d{i}\",\"text\":\"Comment {i}: the parcel came late, and the box was open.\"}}\n");
        using var body = new StringContent(lines.ToString());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using HttpResponseMessage response = await service.Client.PostAsync(new Uri("/api/documents/bulk-upload", UriKind.Relative), body);
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        return (string)JsonNode.Parse(answer)!["batchId"]!;
    }

    /// <summary>Waits until so many chunks are done, and asserts that the batch is still in its middle.</summary>
    private static async Task WaitForProgressAsync(ServiceProcess service, string batch, int chunks)
    {
        var limit = Stopwatch.StartNew();
        JsonNode status;
        do
        {
            Assert.True(limit.Elapsed < EndLimit, service.Output);
            status = await service.GetAsync($"/api/batches/{batch}");
        }
        while ((int)status["chunks"]!["done"]! < chunks);
        Assert.Equal("running", (string)status["status"]!);
        Assert.True((int)status["chunks"]!["done"]! < (int)status["chunks"]!["total"]!, status.ToJsonString());
    }

    private static async Task CheckLedgerAsync(ServiceProcess service, string batch)
    {
        var limit = Stopwatch.StartNew();
        JsonNode status;
        while ((status = await service.GetAsync($"/api/batches/{batch}"))["endedAt"] is null)
        {
            Assert.True(limit.Elapsed < EndLimit, $"{status.ToJsonString()}\n{service.Output}");
            await Task.Delay(100);
        }

        Assert.Equal("completed", (string)status["status"]!);
        Assert.Equal(Documents, (int)status["counts"]!["succeeded"]!);
        Assert.Equal(0, (int)status["counts"]!["failed"]!);
        string[] lines = (await service.Client.GetStringAsync(new Uri($"/api/batches/{batch}/results", UriKind.Relative)))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Documents, lines.Length);
        for (int i = 0; i < lines.Length; i++)
            Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{{\"ordinal\":{i},\"id\":\"d{i}\","), lines[i], StringComparison.Ordinal);
        Assert.Equal(Documents, status["distributions"]!["sentiment"]!.AsObject().Sum(label => (int)label.Value!));
    }
}
