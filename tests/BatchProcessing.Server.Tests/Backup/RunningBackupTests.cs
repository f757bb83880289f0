using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using BatchProcessing.Cli.Backup;
using BatchProcessing.Server.Tests.Crash;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BatchProcessing.Server.Tests.Backup;

/// <summary>A service of a process of its own is backed up in the middle of a batch, and another goes on from the backup.</summary>
public sealed class RunningBackupTests : IDisposable
{
    private const int Documents = 6_000;
    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(2);

    // Small chunks and one worker: the batch lasts longer than its backup.
    private static readonly string[] Slow = ["--Chunks:MaxDocuments=50", "--Jobs:BatchWorkers=1"];

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Batch_GoesOnToItsEnd_InAServiceRestoredFromABackupOfTheRunningOne()
    {
        Directory.CreateDirectory(_folder["data"]);
        string batch;
        using (ServiceProcess service = await ServiceProcess.StartAsync(_folder["data"], Slow))
        {
            batch = await UploadAsync(service);
            await WaitAsync(service, batch, status => (int)status["chunks"]!["done"]! >= 10);
            Assert.Equal(0, await BackupCommand.Create().Parse(["--data", _folder["data"], "--out", _folder["backup.zip"]]).InvokeAsync());
            await service.KillAsync();
        }

        Assert.Equal(0, await RestoreCommand.Create().Parse(["--from", _folder["backup.zip"], "--data", _folder["restored"]]).InvokeAsync());
        Assert.Equal("running", await StatusInAsync(_folder["restored"]));
        using ServiceProcess restored = await ServiceProcess.StartAsync(_folder["restored"]);
        JsonNode status = await WaitAsync(restored, batch, s => s["endedAt"] is not null);

        Assert.Equal(("completed", Documents), ((string?)status["status"], (int)status["counts"]!["succeeded"]!));
        string results = await restored.Client.GetStringAsync(new Uri($"/api/batches/{batch}/results", UriKind.Relative));
        string[] lines = results.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Documents, lines.Length);
        Assert.All(lines, (line, i) => Assert.StartsWith($"{{\"ordinal\":{i},\"id\":\"d{i}\",", line, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string?> StatusInAsync(string data)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "batches.db")};Mode=ReadOnly;Pooling=False");
        return await connection.ExecuteScalarAsync<string>("SELECT status FROM batches");
    }

    private static async Task<string> UploadAsync(ServiceProcess service)
    {
        var table = new StringBuilder("id,text\n");
        for (int i = 0; i < Documents; i++) table.Append(CultureInfo.InvariantCulture, $"d{i},Comment {i}: the parcel came late and the box was open\n");
        using StringContent body = ServiceHost.Csv(table.ToString());
        using HttpResponseMessage response = await service.Client.PostAsync(new Uri("/api/documents/bulk-upload", UriKind.Relative), body);
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        return (string)JsonNode.Parse(answer)!["batchId"]!;
    }

    private static async Task<JsonNode> WaitAsync(ServiceProcess service, string batch, Func<JsonNode, bool> reached)
    {
        var limit = Stopwatch.StartNew();
        while (true)
        {
            JsonNode status = await service.GetAsync($"/api/batches/{batch}");
            if (reached(status)) return status;
            Assert.True(limit.Elapsed < EndLimit, $"{status.ToJsonString()}\n{service.Output}");
        }
    }
}
