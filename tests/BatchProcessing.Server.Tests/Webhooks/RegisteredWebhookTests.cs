using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Webhooks;

[Collection(WebhookService.Name)]
public sealed class RegisteredWebhookTests(WebhookService service) : IAsyncLifetime
{
    private readonly List<string> _registered = [];
    private WebhookReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await WebhookReceiver.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (string webhook in _registered) await service.Client.DeleteAsync(new Uri(webhook, UriKind.Relative));
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Webhook_IsToldOfEveryBatch_UnderItsOwnSecret()
    {
        JsonNode webhook = await RegisterAsync(_receiver.Url());
        JsonNode first = await service.EndedAsync(Csv("text\nrow\n"));
        JsonNode second = await service.EndedAsync(Csv("text\nrow\n"));
        await _receiver.UntilAsync(2);

        Assert.All(_receiver.Messages, m => Assert.True(m.IsSignedWith((string)webhook["secret"]!)));
        Assert.Equal(new[] { (string?)first["id"], (string?)second["id"] }.Order(),
            _receiver.Messages.Select(m => (string?)m.Json["data"]!["batchId"]).Order());
        JsonNode shown = await service.JsonAsync(Self(webhook));
        Assert.Null(shown["secret"]);
        Assert.Equal((true, _receiver.Url()), ((bool)shown["enabled"]!, (string?)shown["url"]));
        Assert.Equal(["batch.completed", "batch.failed", "batch.cancelled"], shown["events"]!.AsArray().Select(e => (string?)e));
    }

    [Fact]
    public async Task Webhook_IsNotTold_OfWhatItDoesNotWant()
    {
        JsonNode webhook = await RegisterAsync(_receiver.Url(), "batch.failed", "batch.failed");

        JsonNode batch = await service.EndedAsync(Csv("text\nrow\n"));

        Assert.Equal(["batch.failed"], webhook["events"]!.AsArray().Select(e => (string?)e));
        Assert.Empty(await service.DeliveriesAsync(batch));
    }

    [Fact]
    public async Task Message_HasTwoSignatures_AfterTheSecretWasRotated()
    {
        JsonNode webhook = await RegisterAsync(_receiver.Url());
        JsonNode rotated = await service.PostedAsync($"{Self(webhook)}/rotate-secret");
        Assert.True((DateTimeOffset)rotated["previousValidUntil"]! > DateTimeOffset.UtcNow.AddHours(23));

        await service.EndedAsync(Csv("text\nrow\n"));

        await _receiver.UntilAsync(1);
        ReceivedMessage message = Assert.Single(_receiver.Messages);
        Assert.Equal(2, message.Signatures.Length);
        Assert.True(message.IsSignedWith((string)webhook["secret"]!));
        Assert.True(message.IsSignedWith((string)rotated["secret"]!));
        Assert.NotEqual((string?)webhook["secret"], (string?)rotated["secret"]);
    }

    [Fact]
    public async Task Webhook_IsDisabled_WhenItsReceiverIsGone()
    {
        _receiver.Answer = (_, context) => WebhookReceiver.Answered(context, 410);
        JsonNode webhook = await RegisterAsync(_receiver.Url());
        JsonNode batch = await service.EndedAsync(Csv("text\nrow\n"));
        JsonNode failed = await service.DeliveryAsync(batch, "failed");

        JsonNode shown = await service.JsonAsync(Self(webhook));
        Assert.False((bool)shown["enabled"]!);
        Assert.Contains("410", (string?)shown["disabledReason"], StringComparison.Ordinal);
        Assert.Empty(await service.DeliveriesAsync(await service.EndedAsync(Csv("text\nrow\n"))));
        string redeliver = $"{Self(webhook)}/deliveries/{failed["id"]}/redeliver";
        using (HttpResponseMessage refused = await service.PostAsync(redeliver)) await ProblemAsync(refused, 409, "invalid-state");

        _receiver.Answer = (_, context) => WebhookReceiver.Answered(context, 204);
        Assert.True((bool)(await service.PostedAsync($"{Self(webhook)}/enable"))["enabled"]!);
        await service.PostedAsync(redeliver);
        await service.DeliveryAsync(batch, "delivered");
        Assert.Single(_receiver.Messages.Select(m => m.Id).Distinct());
    }

    [Fact]
    public async Task Deliveries_ArePaged_NewestFirst()
    {
        JsonNode webhook = await RegisterAsync(_receiver.Url());
        List<string?> batches = [];
        for (int i = 0; i < 3; i++) batches.Add((string?)(await service.EndedAsync(Csv("text\nrow\n")))["id"]);

        JsonNode first = await service.JsonAsync($"{Self(webhook)}/deliveries?limit=2");
        JsonNode second = await service.JsonAsync($"{Self(webhook)}/deliveries?limit=2&cursor={first["nextCursor"]}");

        Assert.Equal([batches[2], batches[1], batches[0]],
            first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(d => (string?)d!["batchId"]));
        Assert.Null(second["nextCursor"]);
    }

    [Fact]
    public async Task Webhook_IsGoneWithItsLog_WhenItIsDeleted()
    {
        JsonNode webhook = await RegisterAsync(_receiver.Url());
        JsonNode batch = await service.EndedAsync(Csv("text\nrow\n"));
        await service.DeliveryAsync(batch, "delivered");

        using HttpResponseMessage deleted = await service.Client.DeleteAsync(new Uri(Self(webhook), UriKind.Relative));

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(await service.DeliveriesAsync(batch));
        foreach (string path in new[] { "", "/deliveries" })
        {
            using HttpResponseMessage gone = await service.GetAsync(Self(webhook) + path);
            await ProblemAsync(gone, 404, "not-found");
        }

        foreach (string path in new[] { "/rotate-secret", "/enable", $"/deliveries/{Guid.NewGuid()}/redeliver" })
        {
            using HttpResponseMessage gone = await service.PostAsync(Self(webhook) + path);
            await ProblemAsync(gone, 404, "not-found");
        }
    }

    [Theory]
    [InlineData("{}", 400, "validation")]
    [InlineData("{\"url\":\"https://example.com/\",\"events\":[\"batch.started\"]}", 400, "validation")]
    [InlineData("{\"url\":\"https://example.com/\",\"events\":[null]}", 400, "validation")]
    [InlineData("{\"url\":\"https://example.com/\",\"events\":[\"batch.failed\",null]}", 400, "validation")]
    [InlineData("{\"url\":7}", 400, "malformed-request")]
    [InlineData("nonsense", 400, "malformed-request")]
    [InlineData("{\"url\":\"ftp://example.com/\"}", 422, "forbidden-url")]
    public async Task Registration_IsRefused_WhenItMakesNoSense(string body, int status, string type)
    {
        using HttpResponseMessage response = await service.Client.PostAsync(
            new Uri("/api/webhooks", UriKind.Relative), Body(body, "application/json"));

        await ProblemAsync(response, status, type);
    }

    private async Task<JsonNode> RegisterAsync(string url, params string[] events)
    {
        JsonNode webhook = await service.RegisterAsync(url, events);
        _registered.Add(Self(webhook));
        return webhook;
    }

    private static string Self(JsonNode webhook) => (string)webhook["links"]!["self"]!;
}
