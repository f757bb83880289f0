using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using BatchProcessing.Server.Tests.Crash;
using BatchProcessing.Server.Tests.Torture;

namespace BatchProcessing.Server.Tests.Postgres;

/// <summary>Nodes that a document kills, and that do not come back to say which it was.</summary>
[RequiresPostgres]
[RequiresFaultPoints]
public sealed class PoisonNodeTests : IAsyncLifetime
{
    private const int Documents = 40;
    private const int Poison = 13;
    private static readonly Dictionary<string, string> Deadly = new() { ["FAULT_KILL_TEXT"] = "Rosebud" };
    private static readonly string[] Settings = ["--Chunks:MaxDocuments=4", "--Jobs:BatchWorkers=1"];

    private NodeSet _nodes = null!;

    public async Task InitializeAsync() => _nodes = await NodeSet.CreateAsync();

    public Task DisposeAsync()
    {
        _nodes.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Document_IsFoundByHalving_AndFailsAsPoison()
    {
        ServiceProcess taker = await _nodes.StartAsync(Settings);
        JsonNode receipt = await UploadAsync(taker);
        await taker.KillAsync();
        Assert.Equal(0, await _nodes.ReadAsync<long>("UPDATE batches SET start_at = 0 RETURNING start_at"));
        int deaths = 0;
        for (; !await IsEndedAsync(); deaths++)
        {
            Assert.True(deaths < 10, "The batch does not end.");
            ServiceProcess node = _nodes.Launch(Deadly, Settings);
            await WaitAsync(node);
            if (!node.HasExited) break;
        }

        // Lost twice as four documents, once as two, and three times alone; once more as four when a lease runs out between
        // the two looks of a sweep, the one that halves and the one that puts back.
        Assert.InRange(deaths, 6, 7);
        ServiceProcess last = await _nodes.StartAsync();
        JsonNode batch = await last.GetAsync((string)receipt["links"]!["self"]!);
        Assert.Equal(("completed", Documents - 1, 1),
            ((string)batch["status"]!, (int)batch["counts"]!["succeeded"]!, (int)batch["counts"]!["failed"]!));
        JsonNode poison = await last.GetAsync($"{receipt["links"]!["self"]}/documents/{Poison}");
        Assert.Equal("poison-document", (string?)poison["error"]!["code"]);
    }

    private static async Task<JsonNode> UploadAsync(ServiceProcess service)
    {
        string rows = string.Concat(Enumerable.Range(0, Documents).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{{\"text\":\"{(i == Poison ? "Rosebud" : "The parcel came late")}.\"}}\n")));
        using HttpResponseMessage response = await service.Client.PostAsync(
            new Uri("/api/documents/bulk-upload?startAt=2100-01-01T00:00:00Z", UriKind.Relative), ServiceHost.JsonLines(rows));
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        return JsonNode.Parse(answer)!;
    }

    private async Task<bool> IsEndedAsync() => await _nodes.ReadAsync<long>("SELECT COUNT(*) FROM batches WHERE ended_at IS NOT NULL") == 1;

    /// <summary>Waits until the node has died or the batch has ended.</summary>
    private async Task WaitAsync(ServiceProcess node)
    {
        var limit = Stopwatch.StartNew();
        while (!node.HasExited && !await IsEndedAsync())
        {
            Assert.True(limit.Elapsed < LongBatch.EndLimit, node.Output);
            await Task.Delay(100);
        }
    }
}
