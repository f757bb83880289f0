using System.Net;
using System.Text.Json.Nodes;
using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using Microsoft.Extensions.DependencyInjection;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

/// <summary>Batches that wait: the memory gate stays closed, so no pump claims anything; a test claims by hand.</summary>
public sealed class WaitingBatchTests(WaitingBatchTests.ClosedGateService service) : IClassFixture<WaitingBatchTests.ClosedGateService>
{
    private const string ThirtyRows = "text\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\n";

    [Fact]
    public async Task Status_IsQueued_WhileNothingIsClaimed()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(ThirtyRows));

        using HttpResponseMessage response = await service.GetAsync(Self(receipt));

        JsonNode batch = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal("queued", (string?)batch["status"]);
        Assert.Equal((30, 0.0), ((int)batch["counts"]!["pending"]!, (double)batch["percent"]!));
        Assert.Null(batch["startedAt"]);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Results_AreRefused_BeforeTheEnd()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(ThirtyRows));

        using HttpResponseMessage lines = await service.GetAsync(Self(receipt) + "/results");
        using HttpResponseMessage table = await service.GetAsync(Self(receipt) + "/results?format=csv");

        await ProblemAsync(lines, 409, "invalid-state");
        await ProblemAsync(table, 409, "invalid-state");
    }

    [Theory]
    [InlineData("")]
    [InlineData("&format=csv")]
    public async Task PartialResults_AreEmpty_BeforeTheFirstChunk(string query)
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(ThirtyRows));

        using HttpResponseMessage response = await service.GetAsync(Self(receipt) + "/results?partial=true" + query);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["0"], response.Headers.GetValues("Next-Ordinal"));
        Assert.Equal(query.Length == 0 ? 0 : 1, (await LinesAsync(response)).Length);
    }

    [Fact]
    public async Task PartialResults_AreThePrefix_WhenTheFirstChunkHasEnded()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(ThirtyRows));
        await WorkAsync(receipt);

        using HttpResponseMessage response = await service.GetAsync(Self(receipt) + "/results?partial=true");

        Assert.Equal(["20"], response.Headers.GetValues("Next-Ordinal"));
        Assert.Equal(20, (await LinesAsync(response)).Length);
        JsonNode batch = await service.JsonAsync(Self(receipt));
        Assert.Equal(("running", 10), ((string?)batch["status"], (int)batch["counts"]!["pending"]!));
        JsonNode pending = await service.JsonAsync(Self(receipt) + "/documents?status=pending&limit=1");
        Assert.Equal(20, (int)pending["items"]![0]!["ordinal"]!);
        Assert.Equal("pending", (string?)(await service.JsonAsync(Self(receipt) + "/documents/25"))["status"]);
    }

    [Fact]
    public async Task Status_IsNotModified_UntilSomethingChanges()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(ThirtyRows));
        using HttpResponseMessage first = await service.GetAsync(Self(receipt));
        string tag = first.Headers.ETag!.Tag;

        foreach (string given in new[] { tag, $"W/{tag}", $"\"other\", {tag}", "*" })
        {
            using HttpResponseMessage unchanged = await service.GetAsync(Self(receipt), ("If-None-Match", given));
            Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
            Assert.Equal("", await unchanged.Content.ReadAsStringAsync());
        }

        await WorkAsync(receipt);
        using HttpResponseMessage changed = await service.GetAsync(Self(receipt), ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag!.Tag);
    }

    private static string Self(JsonNode receipt) => (string)receipt["links"]!["self"]!;

    private static async Task<string[]> LinesAsync(HttpResponseMessage response) =>
        (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Takes the next chunk of a batch to its end, as a pump would.</summary>
    private async Task WorkAsync(JsonNode receipt)
    {
        var store = service.Services.GetRequiredService<IBatchStore>();
        var id = Guid.Parse((string)receipt["batchId"]!);
        Batch? batch = await store.GetAsync(id, CancellationToken.None);
        ChunkLease? lease = await store.ClaimChunkAsync(id, "test", TimeSpan.FromMinutes(1), CancellationToken.None);
        ChunkEnd end = await service.Services.GetRequiredService<ChunkWorker>().RunAsync(batch!, lease!, () => false, CancellationToken.None);
        Assert.Equal(ChunkCommit.Recorded, end.Commit);
    }

    public sealed class ClosedGateService() : ServiceHost(("Chunks:MemoryThresholdMb", "64"));
}
