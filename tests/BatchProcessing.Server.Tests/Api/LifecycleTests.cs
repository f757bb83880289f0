using System.Net;
using System.Text.Json.Nodes;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

/// <summary>What callers do to batches, while no pump runs: a test claims by hand.</summary>
[Collection(HeldService.Name)]
public sealed class LifecycleTests(HeldService service)
{
    [Fact]
    public async Task Cancel_EndsTheBatch_AndKeepsWhatHasSucceeded()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(HeldService.FiftyRows));
        await service.WorkAsync(receipt);

        JsonNode cancelling = await service.MovedAsync(receipt, "cancel");
        JsonNode batch = await service.WaitForEndAsync(HeldService.IdOf(receipt));

        Assert.Equal("cancelling", (string?)cancelling["status"]);
        Assert.Equal(("cancelled", "partially_succeeded"), ((string?)batch["status"], (string?)batch["outcome"]));
        Assert.Equal("{\"total\":50,\"succeeded\":20,\"failed\":0,\"notProcessed\":30,\"pending\":0}", batch["counts"]!.ToJsonString());
        string[] lines = await service.LinesAsync(receipt);
        Assert.Equal(50, lines.Length);
        Assert.All(lines[..20], l => Assert.Contains("\"status\":\"succeeded\"", l, StringComparison.Ordinal));
        Assert.All(lines[20..], l => Assert.Contains("\"status\":\"not-processed\"", l, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancel_ChangesNothing_WhenItIsRepeated()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(HeldService.FiftyRows));
        await service.MovedAsync(receipt, "cancel");
        JsonNode ended = await service.WaitForEndAsync(HeldService.IdOf(receipt));

        JsonNode again = await service.MovedAsync(receipt, "cancel");

        Assert.Equal(ended.ToJsonString(), again.ToJsonString());
    }

    [Fact]
    public async Task Pause_HoldsTheBatch_UntilItIsResumed()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(HeldService.FiftyRows));
        await service.WorkAsync(receipt);

        Assert.Equal("paused", (string?)(await service.MovedAsync(receipt, "pause"))["status"]);
        Assert.Equal("paused", (string?)(await service.MovedAsync(receipt, "pause"))["status"]);
        Assert.Null(await service.TryClaimAsync(receipt));
        Assert.Equal("running", (string?)(await service.MovedAsync(receipt, "resume"))["status"]);
        Assert.Equal("running", (string?)(await service.MovedAsync(receipt, "resume"))["status"]);

        await service.WorkAsync(receipt);
        await service.WorkAsync(receipt);
        Assert.Equal("completed", (string?)(await service.FinalizedAsync(receipt))["status"]);
    }

    [Fact]
    public async Task Resume_GoesBackToTheQueue_WhenNothingWasStarted()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(HeldService.FiftyRows));
        await service.MovedAsync(receipt, "pause");

        Assert.Equal("queued", (string?)(await service.MovedAsync(receipt, "resume"))["status"]);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("pause")]
    [InlineData("resume")]
    public async Task Move_IsRefused_WhenTheBatchHasCompleted(string move)
    {
        JsonNode receipt = await service.AcceptedAsync(Csv("text\n"));
        await service.FinalizedAsync(receipt);

        using HttpResponseMessage response = await service.PostAsync($"{HeldService.Self(receipt)}/{move}");

        JsonNode problem = await ProblemAsync(response, 409, "invalid-state");
        Assert.Contains("completed", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Contains(move, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("retry")]
    public async Task Move_IsNotFound_WhenThereIsNoSuchBatch(string move)
    {
        using HttpResponseMessage unknown = await service.PostAsync($"/api/batches/{Guid.CreateVersion7()}/{move}");
        using HttpResponseMessage malformed = await service.PostAsync($"/api/batches/7/{move}");

        await ProblemAsync(unknown, 404, "not-found");
        await ProblemAsync(malformed, 404, "not-found");
    }

    [Fact]
    public async Task Batch_Fails_WhenTooManyDocumentsFail_AndKeepsItsResults()
    {
        string table = "text\n" + string.Concat(Enumerable.Repeat("fine\n\"\"\n", 25));
        JsonNode receipt = await service.AcceptedAsync(Csv(table), "?maxFailureRatio=0.4");

        await service.WorkAsync(receipt);
        Assert.Null(await service.TryClaimAsync(receipt));
        JsonNode batch = await service.FinalizedAsync(receipt);

        Assert.Equal(("failed", "failure-threshold", 0.4), ((string?)batch["status"], (string?)batch["stopReason"], (double)batch["maxFailureRatio"]!));
        Assert.Equal("{\"total\":50,\"succeeded\":10,\"failed\":10,\"notProcessed\":30,\"pending\":0}", batch["counts"]!.ToJsonString());
        string[] lines = await service.LinesAsync(receipt);
        Assert.Equal((50, 10), (lines.Length, lines.Count(l => l.Contains("\"status\":\"succeeded\"", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Delete_RemovesRowsAndBlobs_OfAnEndedBatch()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(HeldService.FiftyRows));
        await service.WorkAsync(receipt);
        string folder = Path.GetDirectoryName(Path.GetDirectoryName(service.Files(receipt, "out")[0]))!;
        using HttpResponseMessage early = await service.Client.DeleteAsync(new Uri(HeldService.Self(receipt), UriKind.Relative));
        await ProblemAsync(early, 409, "invalid-state");
        await service.MovedAsync(receipt, "cancel");
        await service.WaitForEndAsync(HeldService.IdOf(receipt));

        using HttpResponseMessage deleted = await service.Client.DeleteAsync(new Uri(HeldService.Self(receipt), UriKind.Relative));

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.False(Directory.Exists(folder));
        foreach (string path in new[] { "", "/results", "/documents" })
        {
            using HttpResponseMessage gone = await service.GetAsync(HeldService.Self(receipt) + path);
            await ProblemAsync(gone, 404, "not-found");
        }

        using HttpResponseMessage again = await service.Client.DeleteAsync(new Uri(HeldService.Self(receipt), UriKind.Relative));
        await ProblemAsync(again, 404, "not-found");
    }
}
