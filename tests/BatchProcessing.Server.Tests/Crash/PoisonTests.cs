using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using BatchProcessing.Server.Tests.Torture;
using BatchProcessing.Suspects;
using Microsoft.Data.Sqlite;

namespace BatchProcessing.Server.Tests.Crash;

/// <summary>A document whose analysis kills or stops the process costs the batch that document, and no other.</summary>
[RequiresFaultPoints]
public sealed class PoisonTests : IDisposable
{
    private const int Documents = 3_000;
    private const int Poison = 1_234;
    private const string Marker = "Rosebud";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("batchprocessing-poison-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Document_FailsAsPoison_WhenTheProcessDiedThreeTimesAtItAlone()
    {
        List<int> exits = await RunAsync("FAULT_KILL_TEXT", "poison-document");

        // Once among its neighbours, then three times alone.
        Assert.Equal(4, exits.Count);
        Assert.All(Chunks(), c => Assert.Equal((1, c.First == Poison ? 3 : 0, 0), (c.Attempt, c.Deaths, c.Losses)));
    }

    [Fact]
    public async Task Document_FailsAsPoison_WhenItsWorkerNeverStops()
    {
        List<int> exits = await RunAsync(
            "FAULT_HANG_TEXT", "poison-document", "--Chunks:Timeout=00:00:02", "--Chunks:StuckTime=00:00:01");

        Assert.Equal(Enumerable.Repeat(StuckWorker.ExitCode, 4), exits);
        Assert.All(Chunks(), c => Assert.Equal(c.First == Poison ? 3 : 0, c.Deaths));
    }

    [Fact]
    public async Task Document_FailsOfTimeout_WhenItIsTooSlowAlone_WithoutAnyDeath()
    {
        List<int> exits = await RunAsync("FAULT_SLOW_TEXT", "timeout", "--Chunks:Timeout=00:00:03");

        Assert.Empty(exits);
        Assert.Single(Chunks(), c => c.First == Poison);
    }

    /// <summary>
    /// Uploads a batch with one bad document and starts the service again as often as it ends, until the batch has ended.
    /// </summary>
    /// <returns>The exit codes.</returns>
    private async Task<List<int>> RunAsync(string fault, string code, params string[] settings)
    {
        string[] all = ["--Chunks:MaxDocuments=100", "--Jobs:BatchWorkers=2", .. settings];
        string batch;
        // The first service does nothing but take the documents: were it to die at once, nobody would know the batch.
        using (ServiceProcess taker = await ServiceProcess.StartAsync(_folder, all)) batch = await UploadAsync(taker);
        MakeDue();
        List<int> exits = [];
        while (exits.Count < 6)
        {
            using ServiceProcess service = ServiceProcess.Launch(_folder, new Dictionary<string, string> { [fault] = Marker }, all);
            if (await WaitForEndAsync(service, batch) is { } ended)
            {
                Assert.Equal(("completed", Documents - 1, 1),
                    ((string)ended["status"]!, (int)ended["counts"]!["succeeded"]!, (int)ended["counts"]!["failed"]!));
                await CheckResultsAsync(service, batch, code);
                return exits;
            }

            exits.Add(service.ExitCode);
        }

        throw new InvalidOperationException($"The batch did not end after {exits.Count} ends of the process.");
    }

    private static async Task<string> UploadAsync(ServiceProcess service)
    {
        var lines = new StringBuilder();
        for (int i = 0; i < Documents; i++)
            lines.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"d{i}\",\"text\":\"Comment {i}: {(i == Poison ? Marker : "the parcel came late")}.\"}}\n");
        return await service.UploadAsync(lines.ToString(), "?startAt=2100-01-01T00:00:00Z");
    }

    /// <summary>The batch when it has ended; null when the service ended first.</summary>
    private static async Task<JsonNode?> WaitForEndAsync(ServiceProcess service, string batch)
    {
        var limit = Stopwatch.StartNew();
        while (limit.Elapsed < Limit)
        {
            try
            {
                JsonNode status = await service.GetAsync($"/api/batches/{batch}");
                if (status["endedAt"] is not null) return status;
            }
            catch (Exception e) when (e is HttpRequestException or SocketException)
            {
                // Not up yet, or not any more.
                if (service.HasExited) return null;
            }

            await Task.Delay(20);
        }

        throw new TimeoutException(service.Output);
    }

    private static async Task CheckResultsAsync(ServiceProcess service, string batch, string code)
    {
        string[] lines = (await service.Client.GetStringAsync(new Uri($"/api/batches/{batch}/results", UriKind.Relative)))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Documents, lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            JsonNode line = JsonNode.Parse(lines[i])!;
            Assert.Equal((i, $"d{i}"), ((int)line["ordinal"]!, (string)line["id"]!));
            Assert.Equal(i == Poison ? code : null, (string?)line["error"]?["code"]);
        }
    }

    private void MakeDue()
    {
        using var database = new SqliteConnection($"Data Source={Path.Combine(_folder, "batches.db")};Pooling=False");
        database.Open();
        using SqliteCommand command = database.CreateCommand();
        command.CommandText = "UPDATE batches SET start_at = 0";
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private List<(long First, int Attempt, int Deaths, int Losses)> Chunks()
    {
        using var database = new SqliteConnection($"Data Source={Path.Combine(_folder, "batches.db")};Mode=ReadOnly;Pooling=False");
        database.Open();
        using SqliteCommand command = database.CreateCommand();
        command.CommandText = "SELECT first_ordinal, attempt, deaths, losses FROM chunks";
        using SqliteDataReader rows = command.ExecuteReader();
        List<(long, int, int, int)> chunks = [];
        while (rows.Read()) chunks.Add((rows.GetInt64(0), rows.GetInt32(1), rows.GetInt32(2), rows.GetInt32(3)));
        return chunks;
    }
}
