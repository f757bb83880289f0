using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace BatchProcessing.Server.Tests.Crash;

/// <summary>A document whose analysis kills the process costs the batch that document, and no other.</summary>
public sealed class PoisonTests : IDisposable
{
    private const int Documents = 3_000;
    private const int Poison = 1_234;
    private const string Marker = "Rosebud";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly Dictionary<string, string> Deadly = new() { ["FAULT_KILL_TEXT"] = Marker };
    private static readonly string[] Settings = ["--Chunks:MaxDocuments=100", "--Jobs:BatchWorkers=2"];

    private readonly string _folder = Directory.CreateTempSubdirectory("batchprocessing-poison-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [FaultInjectionFact]
    public async Task Document_FailsAsPoison_AfterThreeDeathsAlone_AndEveryOtherSucceeds()
    {
        string batch;
        // The first service does nothing but take the documents: were it to die at once, nobody would know the batch.
        using (ServiceProcess taker = await ServiceProcess.StartAsync(_folder, [.. Settings, "--Chunks:MemoryThresholdMb=64"]))
            batch = await UploadAsync(taker);
        int deaths = 0;
        JsonNode? ended = null;
        while (ended is null)
        {
            using ServiceProcess service = ServiceProcess.Launch(_folder, Deadly, Settings);
            ended = await WaitForEndAsync(service, batch);
            if (ended is null) deaths++;
            else await CheckResultsAsync(service, batch);
            Assert.True(deaths <= 4, service.Output);
        }

        Assert.Equal(("completed", Documents - 1, 1),
            ((string)ended["status"]!, (int)ended["counts"]!["succeeded"]!, (int)ended["counts"]!["failed"]!));
        // Once among its neighbours, then three times alone.
        Assert.Equal(4, deaths);
        CheckAttempts();
    }

    private static async Task<string> UploadAsync(ServiceProcess service)
    {
        var lines = new StringBuilder();
        for (int i = 0; i < Documents; i++)
            lines.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"d{i}\",\"text\":\"Comment {i}: {(i == Poison ? Marker : "the parcel came late")}.\"}}\n");
        using var body = new StringContent(lines.ToString());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using HttpResponseMessage response = await service.Client.PostAsync(new Uri("/api/documents/bulk-upload", UriKind.Relative), body);
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        return (string)JsonNode.Parse(answer)!["batchId"]!;
    }

    /// <summary>The batch when it has ended; null when the service died first.</summary>
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
            catch (HttpRequestException)
            {
                // Not up yet, or not any more.
                if (service.HasExited) return null;
            }

            await Task.Delay(20);
        }

        throw new TimeoutException(service.Output);
    }

    private static async Task CheckResultsAsync(ServiceProcess service, string batch)
    {
        string[] lines = (await service.Client.GetStringAsync(new Uri($"/api/batches/{batch}/results", UriKind.Relative)))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Documents, lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            JsonNode line = JsonNode.Parse(lines[i])!;
            Assert.Equal((i, $"d{i}"), ((int)line["ordinal"]!, (string)line["id"]!));
            Assert.Equal(i == Poison ? "poison-document" : null, (string?)line["error"]?["code"]);
        }
    }

    /// <summary>Nothing but the poison was tried more than once after the deaths were taken back.</summary>
    private void CheckAttempts()
    {
        using var database = new SqliteConnection($"Data Source={Path.Combine(_folder, "batches.db")};Mode=ReadOnly;Pooling=False");
        database.Open();
        using SqliteCommand command = database.CreateCommand();
        command.CommandText = "SELECT first_ordinal, attempt, deaths, losses FROM chunks";
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            Assert.Equal(1, rows.GetInt32(1));
            Assert.Equal(rows.GetInt64(0) == Poison ? 3 : 0, rows.GetInt32(2));
            Assert.Equal(0, rows.GetInt32(3));
        }
    }
}
