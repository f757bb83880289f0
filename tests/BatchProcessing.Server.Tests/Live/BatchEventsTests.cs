using System.Net;
using System.Text.Json.Nodes;
using static BatchProcessing.Server.Tests.HeldService;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Live;

public sealed class BatchEventsTests(WatchedService service) : IClassFixture<WatchedService>
{
    [Fact]
    public async Task Events_FollowTheBatchToItsEnd_AndClose()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(FiftyRows));
        await using EventStream events = await EventStream.OpenAsync(service, $"{Self(receipt)}/events");

        (string type, _, JsonNode data) = (await events.NextAsync())!.Value;
        Assert.Equal(("status", "queued", 50), (type, (string?)data["status"], (int)data["counts"]!["pending"]!));
        await service.WorkAsync(receipt);
        (type, _, data) = (await events.NextAsync())!.Value;
        Assert.Equal(("status", "running"), (type, (string?)data["status"]));
        await UntilCountedAsync(events, data, 20);
        await service.WorkAsync(receipt);
        (type, string id, data) = (await events.NextAsync())!.Value;
        Assert.Equal(("progress", 40, (string?)data["status"]), (type, (int)data["counts"]!["succeeded"]!, "running"));

        await service.WorkAsync(receipt);
        await service.FinalizedAsync(receipt);
        string last = id;
        while (await events.NextAsync() is var (_, next, now))
        {
            Assert.True(long.Parse(last) < long.Parse(next), $"{last} {next}");
            (last, data) = (next, now);
        }

        Assert.Equal(("completed", 50), ((string?)data["status"], (int)data["counts"]!["succeeded"]!));
        using HttpResponseMessage again = await service.GetAsync($"{Self(receipt)}/events", ("Last-Event-ID", last));
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
    }

    [Fact]
    public async Task Events_BeginWithWhatIsNow_WhenTheReaderComesBack()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(FiftyRows));
        await service.WorkAsync(receipt);

        await using EventStream events = await EventStream.OpenAsync(service, $"{Self(receipt)}/events", lastEventId: "1");

        (string type, _, JsonNode data) = (await events.NextAsync())!.Value;
        Assert.Equal(("status", "running", 20), (type, (string?)data["status"], (int)data["counts"]!["succeeded"]!));
    }

    [Fact]
    public async Task Events_AreTheEndOnly_WhenTheBatchHasEnded()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv("text\n"));
        JsonNode batch = await service.FinalizedAsync(receipt);
        await using EventStream events = await EventStream.OpenAsync(service, $"{Self(receipt)}/events");

        Assert.Equal((string?)batch["status"], (string?)(await events.NextAsync())!.Value.Data["status"]);
        Assert.Null(await events.NextAsync());
    }

    [Fact]
    public async Task Events_AreHeartbeats_WhenNothingHappens()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(FiftyRows));
        await using EventStream events = await EventStream.OpenAsync(service, $"{Self(receipt)}/events");

        Assert.Equal("status", await events.NextTypeAsync());
        Assert.Equal("heartbeat", await events.NextTypeAsync());
    }

    [Fact]
    public async Task Events_End_WhenTheBatchIsDeleted()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(FiftyRows));
        await using EventStream events = await EventStream.OpenAsync(service, $"{Self(receipt)}/events");
        await events.NextAsync();
        await service.MovedAsync(receipt, "cancel");
        await service.FinalizedAsync(receipt);
        using HttpResponseMessage deleted = await service.Client.DeleteAsync(new Uri(Self(receipt), UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);

        while (await events.NextAsync() is var (_, _, data)) Assert.Contains((string?)data["status"], new[] { "cancelling", "cancelled" });
    }

    [Fact]
    public async Task Events_AreNotFound_WhenTheBatchIsUnknown()
    {
        using HttpResponseMessage response = await service.GetAsync($"/api/batches/{Guid.NewGuid()}/events");
        await ProblemAsync(response, 404, "not-found");
    }

    [Fact]
    public async Task Events_OfTheTenant_TellOfEveryBatch()
    {
        await using EventStream events = await EventStream.OpenAsync(service, "/api/events");
        JsonNode first = await service.AcceptedAsync(Csv(FiftyRows));
        JsonNode second = await service.AcceptedAsync(Csv(FiftyRows));
        HashSet<Guid> seen = [];
        while (!seen.IsSupersetOf([IdOf(first), IdOf(second)])) seen.Add((Guid)(await events.NextAsync())!.Value.Data["id"]!);

        await service.MovedAsync(first, "cancel");
        await service.FinalizedAsync(first);

        JsonNode data;
        do
        {
            data = (await events.NextAsync())!.Value.Data;
        }
        while ((Guid)data["id"]! != IdOf(first) || (string?)data["status"] != "cancelled");
    }

    private static async Task UntilCountedAsync(EventStream events, JsonNode data, int succeeded)
    {
        while ((int)data["counts"]!["succeeded"]! < succeeded) data = (await events.NextAsync())!.Value.Data;
    }
}
