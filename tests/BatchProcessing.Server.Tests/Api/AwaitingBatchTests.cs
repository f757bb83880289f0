using System.Text.Json.Nodes;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

[Collection(HeldService.Name)]
public sealed class AwaitingBatchTests(HeldService service)
{
    [Fact]
    public async Task Batch_WaitsForAnother_AndRunsWhenThatHasCompleted()
    {
        JsonNode first = await service.AcceptedAsync(Csv(HeldService.FiftyRows));
        JsonNode second = await service.AcceptedAsync(Csv(HeldService.FiftyRows), $"?after={HeldService.IdOf(first)}");
        JsonNode waiting = await service.JsonAsync(HeldService.Self(second));
        Assert.Equal(("awaiting", "completed"), ((string?)waiting["status"], (string?)waiting["afterOutcome"]));
        Assert.Equal(HeldService.IdOf(first), (Guid)waiting["after"]!);
        Assert.Null(await service.TryClaimAsync(second));

        for (int i = 0; i < 3; i++) await service.WorkAsync(first);
        await service.FinalizedAsync(first);

        Assert.Equal("queued", (string?)(await service.JsonAsync(HeldService.Self(second)))["status"]);
        for (int i = 0; i < 3; i++) await service.WorkAsync(second);
        Assert.Equal("completed", (string?)(await service.FinalizedAsync(second))["status"]);
    }

    [Fact]
    public async Task Batch_IsCancelled_WhenTheOneItWaitsForIs()
    {
        JsonNode first = await service.AcceptedAsync(Csv(HeldService.FiftyRows));
        using MultipartFormDataContent form = Form(("rows.csv", HeldService.FiftyRows));
        JsonNode second = await service.AcceptedAsync(form, $"?after={HeldService.IdOf(first)}&afterOutcome=completed");
        JsonNode third = await service.AcceptedAsync(Csv(HeldService.FiftyRows), $"?after={HeldService.IdOf(second)}&afterOutcome=any");

        await service.MovedAsync(first, "cancel");

        JsonNode ended = await service.WaitForEndAsync(HeldService.IdOf(second));
        Assert.Equal(("cancelled", "predecessor"), ((string?)ended["status"], (string?)ended["stopReason"]));
        Assert.Equal(50, (int)ended["counts"]!["notProcessed"]!);
        await service.UntilAsync(third, "queued");
    }

    [Fact]
    public async Task Batch_DoesNotWait_WhenTheOtherHasCompletedAndItsTimeIsPast()
    {
        JsonNode first = await service.AcceptedAsync(Csv("text\n"));
        await service.FinalizedAsync(first);
        JsonNode second = await service.AcceptedAsync(
            Csv(HeldService.FiftyRows), $"?after={HeldService.IdOf(first)}&startAt=2026-01-05T08%3A00%3A00%2B01%3A00");

        JsonNode batch = await service.JsonAsync(HeldService.Self(second));

        Assert.Equal("queued", (string?)batch["status"]);
        Assert.Equal("2026-01-05T07:00:00+00:00", (string?)batch["startAt"]);
    }

    [Fact]
    public async Task Batch_WaitsForItsTime_AndCanBeCancelledBefore()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("2999-01-01T00:00Z"), "startAt" },
            { new StringContent(HeldService.FiftyRows), "files", "rows.csv" },
        };
        JsonNode receipt = await service.AcceptedAsync(form);
        Assert.Equal("awaiting", (string?)(await service.JsonAsync(HeldService.Self(receipt)))["status"]);
        using HttpResponseMessage pause = await service.PostAsync(HeldService.Self(receipt) + "/pause");
        await ProblemAsync(pause, 409, "invalid-state");

        await service.MovedAsync(receipt, "cancel");

        Assert.Equal("cancelled", (string?)(await service.WaitForEndAsync(HeldService.IdOf(receipt)))["status"]);
    }
}
