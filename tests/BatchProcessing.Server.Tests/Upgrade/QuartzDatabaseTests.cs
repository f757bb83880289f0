using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json.Nodes;
using BatchProcessing.Server.Tests.Crash;
using Microsoft.Data.Sqlite;

namespace BatchProcessing.Server.Tests.Upgrade;

/// <summary>
/// Stores as the last version with Quartz.NET left them: one batch had ended, another had 100 chunks when the process was
/// killed, both with a model that the service had trained. This version ends the second and loses nothing of the first.
/// </summary>
public sealed class QuartzDatabaseTests : IDisposable
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_LosesNothing_OnASqliteFileOfBefore()
    {
        Unpack("quartz-sqlite.zip", _folder.Path);

        using ServiceProcess service = await ServiceProcess.StartAsync(_folder.Path);

        await CheckAsync(service);
        await using var database = new SqliteConnection($"Data Source={_folder["batches.db"]};Pooling=false");
        await database.OpenAsync();
        await using SqliteCommand count = database.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE name LIKE 'qrtz%'";
        Assert.Equal(0L, await count.ExecuteScalarAsync());
    }

    /// <summary>Checks both batches on a service that has started.</summary>
    internal static async Task CheckAsync(ServiceProcess service)
    {
        JsonNode brokenOff = await EndedAsync(service, "broken-off");
        Assert.Equal("succeeded", (string?)brokenOff["outcome"]);
        string[] lines = await ResultsAsync(service, brokenOff);
        Assert.Equal(2_000, lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            JsonNode line = JsonNode.Parse(lines[i])!;
            Assert.Equal(
                (i, $"c{i}", i % 2 == 0 ? "billing" : "delivery", "tiny@1"),
                ((int)line["ordinal"]!, (string)line["id"]!, (string)line["classification"]!["label"]!, (string)line["classification"]!["model"]!));
        }

        JsonNode ended = await EndedAsync(service, "ended");
        Assert.Equal((2, 1), ((int)ended["counts"]!["succeeded"]!, (int)ended["counts"]!["failed"]!));
        Assert.Equal(3, (await ResultsAsync(service, ended)).Length);
    }

    /// <summary>Unpacks a stored store.</summary>
    internal static void Unpack(string name, string folder) =>
        ZipFile.ExtractToDirectory(Path.Combine(AppContext.BaseDirectory, "Upgrade", name), folder);

    private static async Task<JsonNode> EndedAsync(ServiceProcess service, string name)
    {
        for (var limit = Stopwatch.StartNew(); limit.Elapsed < EndLimit; await Task.Delay(50))
        {
            JsonNode batch = Assert.Single((await service.GetAsync($"/api/batches?name={name}"))["items"]!.AsArray())!;
            if (batch["endedAt"] is not null) return batch;
        }

        throw new TimeoutException($"'{name}' did not end:\n{service.Output}");
    }

    private static async Task<string[]> ResultsAsync(ServiceProcess service, JsonNode batch) =>
        (await service.Client.GetStringAsync(new Uri((string)batch["links"]!["results"]!, UriKind.Relative)))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
