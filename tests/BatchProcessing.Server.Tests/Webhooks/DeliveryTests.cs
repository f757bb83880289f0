using System.Text.Json.Nodes;

namespace BatchProcessing.Server.Tests.Webhooks;

/// <summary>What a receiver on a real port gets, and what the log says of it.</summary>
[Collection(WebhookService.Name)]
public sealed class DeliveryTests(WebhookService service) : IAsyncLifetime
{
    private WebhookReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await WebhookReceiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task Message_TellsTheEndOfTheBatch_SignedUnderTheSecretOfUploads()
    {
        string secret = (string)(await service.PostedAsync("/api/webhooks/batch-secret"))["secret"]!;

        JsonNode batch = await service.EndedAsync(_receiver.Url("a?b=c"), "&name=monday");

        JsonNode delivery = await service.DeliveryAsync(batch, "delivered");
        ReceivedMessage message = Assert.Single(_receiver.Messages);
        Assert.Equal(((string?)delivery["id"], "application/json", "/a"), (message.Id, message.ContentType, message.Path));
        Assert.True(message.IsSignedWith(secret));
        Assert.InRange(message.Timestamp, DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1);
        Assert.Equal(("batch.completed", "monday", (string?)batch["id"]),
            ((string?)message.Json["type"], (string?)message.Json["data"]!["name"], (string?)message.Json["data"]!["batchId"]));
        Assert.True(JsonNode.DeepEquals(message.Json, delivery["payload"]));
        Assert.Equal((1, 204), ((int)delivery["attempts"]!, (int)delivery["lastAttempt"]!["status"]!));
        Assert.Equal(_receiver.Url("a?b=c"), (string?)batch["webhookUrl"]);
    }

    [Fact]
    public async Task Message_ComesAgainUnderTheSameId_UntilItIsTaken()
    {
        _receiver.Answer = (n, context) => WebhookReceiver.Answered(context, n switch { 1 => 500, 2 => 302, _ => 200 });

        JsonNode batch = await service.EndedAsync(_receiver.Url());

        JsonNode delivery = await service.DeliveryAsync(batch, "delivered");
        Assert.Equal(3, (int)delivery["attempts"]!);
        Assert.Equal(3, _receiver.Messages.Count);
        Assert.Equal((string?)delivery["id"], Assert.Single(_receiver.Messages.Select(m => m.Id).Distinct()));
        Assert.Single(_receiver.Messages.Select(m => m.Body).Distinct());
    }

    [Fact]
    public async Task Delivery_IsGivenUp_AfterItsLastTry_AndBeginsAnewOnRequest()
    {
        _receiver.Answer = (n, context) => WebhookReceiver.Answered(context, n <= 4 ? 503 : 204);
        JsonNode batch = await service.EndedAsync(_receiver.Url());
        JsonNode failed = await service.DeliveryAsync(batch, "failed");
        Assert.Equal((4, 503), ((int)failed["attempts"]!, (int)failed["lastAttempt"]!["status"]!));
        Assert.NotNull(failed["endedAt"]);

        JsonNode again = await service.PostedAsync($"/api/batches/{batch["id"]}/deliveries/{failed["id"]}/redeliver");

        Assert.Equal(("pending", 0), ((string?)again["state"], (int)again["attempts"]!));
        JsonNode delivered = await service.DeliveryAsync(batch, "delivered");
        Assert.Equal(1, (int)delivered["attempts"]!);
        Assert.Equal(5, _receiver.Messages.Count);
        Assert.Single(_receiver.Messages.Select(m => m.Id).Distinct());
    }

    [Fact]
    public async Task Message_SaysCancelled_WhenTheBatchWasCancelled()
    {
        JsonNode receipt = await service.AcceptedAsync(
            ServiceHost.Csv("text\nrow\n"), $"?startAt=2999-01-01T00:00:00Z&webhookUrl={Uri.EscapeDataString(_receiver.Url())}");
        await service.PostedAsync($"{receipt["links"]!["self"]}/cancel");
        JsonNode batch = await service.WaitForEndAsync((Guid)receipt["batchId"]!);

        await service.DeliveryAsync(batch, "delivered");

        JsonNode message = Assert.Single(_receiver.Messages).Json;
        Assert.Equal(("batch.cancelled", "cancelled", "failed", 1), ((string?)message["type"], (string?)message["data"]!["status"],
            (string?)message["data"]!["outcome"], (int)message["data"]!["counts"]!["notProcessed"]!));
    }

    [Fact]
    public async Task Batches_EndAsEver_WhileReceiversAnswerNothing()
    {
        var answer = new TaskCompletionSource();
        _receiver.Answer = (_, _) => answer.Task;
        const int MoreThanWorkers = 20;
        List<JsonNode> slow = [];
        for (int i = 0; i < MoreThanWorkers; i++) slow.Add(await service.EndedAsync(_receiver.Url()));
        await _receiver.UntilAsync(16);

        JsonNode next = await service.EndedAsync(_receiver.Url());

        Assert.Equal("completed", (string?)next["status"]);
        Assert.Equal("pending", (string?)(await service.DeliveriesAsync(next)).Single()!["state"]);
        answer.SetResult();
        foreach (JsonNode batch in slow) await service.DeliveryAsync(batch, "delivered");
    }

    [Fact]
    public async Task Delivery_SaysWhatWentWrong_WhenNobodyListens()
    {
        string url = _receiver.Url();
        await _receiver.DisposeAsync();

        JsonNode batch = await service.EndedAsync(url);

        JsonNode delivery = await service.DeliveryAsync(batch, "failed");
        Assert.Equal("connection-error", (string?)delivery["lastAttempt"]!["error"]);
        Assert.Null(delivery["lastAttempt"]!["status"]);
    }
}
