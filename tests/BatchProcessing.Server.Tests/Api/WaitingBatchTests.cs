using System.Net;
using System.Text.Json.Nodes;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

/// <summary>Batches that wait: no pump claims anything, a test claims by hand.</summary>
[Collection(HeldService.Name)]
public sealed class WaitingBatchTests(HeldService service)
{
    private const string ThirtyRows = "text\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\nr\n";

    [Fact]
    public async Task Status_IsQueued_WhileNothingIsClaimed()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(ThirtyRows));

        using HttpResponseMessage response = await service.GetAsync(HeldService.Self(receipt));

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

        using HttpResponseMessage lines = await service.GetAsync(HeldService.Self(receipt) + "/results");
        using HttpResponseMessage table = await service.GetAsync(HeldService.Self(receipt) + "/results?format=csv");
        using HttpResponseMessage manifest = await service.GetAsync(HeldService.Self(receipt) + "/manifest");

        await ProblemAsync(lines, 409, "invalid-state");
        await ProblemAsync(table, 409, "invalid-state");
        await ProblemAsync(manifest, 409, "invalid-state");
    }

    [Theory]
    [InlineData("")]
    [InlineData("&format=csv")]
    public async Task PartialResults_AreEmpty_BeforeTheFirstChunk(string query)
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(ThirtyRows));

        using HttpResponseMessage response = await service.GetAsync(HeldService.Self(receipt) + "/results?partial=true" + query);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["0"], response.Headers.GetValues("Next-Ordinal"));
        Assert.Equal(query.Length == 0 ? 0 : 1, (await LinesAsync(response)).Length);
    }

    [Fact]
    public async Task PartialResults_AreThePrefix_WhenTheFirstChunkHasEnded()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(ThirtyRows));
        await service.WorkAsync(receipt);

        using HttpResponseMessage response = await service.GetAsync(HeldService.Self(receipt) + "/results?partial=true");

        Assert.Equal(["20"], response.Headers.GetValues("Next-Ordinal"));
        Assert.Equal(20, (await LinesAsync(response)).Length);
        JsonNode batch = await service.JsonAsync(HeldService.Self(receipt));
        Assert.Equal(("running", 10), ((string?)batch["status"], (int)batch["counts"]!["pending"]!));
        JsonNode pending = await service.JsonAsync(HeldService.Self(receipt) + "/documents?status=pending&limit=1");
        Assert.Equal(20, (int)pending["items"]![0]!["ordinal"]!);
        Assert.Equal("pending", (string?)(await service.JsonAsync(HeldService.Self(receipt) + "/documents/25"))["status"]);
    }

    [Fact]
    public async Task Status_IsNotModified_UntilSomethingChanges()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(ThirtyRows));
        using HttpResponseMessage first = await service.GetAsync(HeldService.Self(receipt));
        string tag = first.Headers.ETag!.Tag;

        foreach (string given in new[] { tag, $"W/{tag}", $"\"other\", {tag}", "*" })
        {
            using HttpResponseMessage unchanged = await service.GetAsync(HeldService.Self(receipt), ("If-None-Match", given));
            Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
            Assert.Equal("", await unchanged.Content.ReadAsStringAsync());
        }

        await service.WorkAsync(receipt);
        using HttpResponseMessage changed = await service.GetAsync(HeldService.Self(receipt), ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag!.Tag);
    }

    private static async Task<string[]> LinesAsync(HttpResponseMessage response) =>
        (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
