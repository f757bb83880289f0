using System.Text.Json.Nodes;
using BatchProcessing.Batches;
using BatchProcessing.Server.Storage;
using BatchProcessing.Webhooks;
using Dapper;

namespace BatchProcessing.Server.Tests.Storage;

public abstract partial class BatchStoreContract
{
    private const string Receiver = "https://receiver.example/hook";

    private SqlDeliveryStore Deliveries => new(Database);

    private SqlWebhookStore Webhooks => new(Database);

    [Theory]
    [InlineData(BatchStatus.Completed, "batch.completed")]
    [InlineData(BatchStatus.Failed, "batch.failed")]
    public async Task EndBatchAsync_WritesOneDelivery_ForTheAddressOfTheUpload(BatchStatus end, string kind)
    {
        Batch batch = await Store.SealBatchAsync(Clock, name: "monday", webhookUrl: Receiver);
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id), failed: 3);
        FinalizeLease? lease = await FinalizeAsync(batch.Id);
        Clock.Advance(2);

        Assert.True(await Store.EndBatchAsync(lease!, end, CancellationToken.None));
        Assert.False(await Store.EndBatchAsync(lease!, end, CancellationToken.None));

        Delivery delivery = Assert.Single(await DeliveriesOfAsync(batch));
        Assert.Equal((1, kind, new Uri(Receiver), DeliveryState.Pending, 0),
            (delivery.Run, delivery.Event, delivery.Url, delivery.State, delivery.Attempts));
        Assert.Null(delivery.WebhookId);
        JsonNode payload = JsonNode.Parse(delivery.Payload)!;
        JsonNode data = payload["data"]!;
        Assert.Equal(kind, (string?)payload["type"]);
        Assert.Equal(Clock.Now, (DateTimeOffset)payload["timestamp"]!);
        Assert.Equal((batch.Id, "monday", kind[6..], "partially_succeeded", 1),
            ((Guid)data["batchId"]!, (string?)data["name"], (string?)data["status"], (string?)data["outcome"], (int)data["run"]!));
        Assert.Equal((10, 7, 3), ((int)data["counts"]!["total"]!, (int)data["counts"]!["succeeded"]!, (int)data["counts"]!["failed"]!));
        Assert.Equal($"/api/batches/{batch.Id}", (string?)data["links"]!["self"]);
    }

    [Fact]
    public async Task EndBatchAsync_WritesNoDelivery_WhenTheRightWasLost()
    {
        Batch batch = await Store.SealBatchAsync(Clock, webhookUrl: Receiver);
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id));
        FinalizeLease? late = await FinalizeAsync(batch.Id);
        await Store.CancelAsync(batch.Id, CancellationToken.None);

        Assert.False(await Store.EndBatchAsync(late!, BatchStatus.Completed, CancellationToken.None));
        Assert.Empty(await DeliveriesOfAsync(batch));

        FinalizeLease? cancelling = await FinalizeAsync(batch.Id);
        Assert.True(await Store.EndBatchAsync(cancelling!, BatchStatus.Cancelled, CancellationToken.None));
        Assert.Equal("batch.cancelled", Assert.Single(await DeliveriesOfAsync(batch)).Event);
    }

    [Fact]
    public async Task EndBatchAsync_WritesADelivery_ForEachRun()
    {
        Batch batch = await Store.SealBatchAsync(Clock, webhookUrl: Receiver);
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id), failed: 1);
        await EndAsync(batch.Id, BatchStatus.Completed);
        Clock.Advance(1);
        await Store.RetryAsync(batch.Id, CancellationToken.None);
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id));
        await EndAsync(batch.Id, BatchStatus.Completed);

        IReadOnlyList<Delivery> deliveries = await DeliveriesOfAsync(batch);

        Assert.Equal([2, 1], deliveries.Select(d => d.Run));
        Assert.Equal(2, deliveries.Select(d => d.Id).Distinct().Count());
    }

    [Fact]
    public async Task EndBatchAsync_WritesADelivery_ForEachRegisteredWebhookThatWantsTheEvent()
    {
        Webhook all = await RegisterAsync("https://all.example/");
        await RegisterAsync("https://failures.example/", events: [WebhookEvent.Failed]);
        await RegisterAsync("https://other.example/", tenant: "other");
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 0, webhookUrl: Receiver);

        await EndAsync(batch.Id, BatchStatus.Completed);

        IReadOnlyList<Delivery> deliveries = await DeliveriesOfAsync(batch);
        Assert.Equal(["https://all.example/", Receiver], deliveries.Select(d => d.Url.AbsoluteUri).Order());
        Assert.Equal(all.Id, Assert.Single(await Deliveries.ListAsync(
            new DeliveryQuery("default", WebhookId: all.Id) { Limit = 10 }, CancellationToken.None)).WebhookId);
    }

    [Fact]
    public async Task Deliveries_OutliveTheirBatch()
    {
        Batch batch = await EndedWithDeliveryAsync();

        Assert.True(await Store.DeleteAsync(batch.Id, endedFor: null, CancellationToken.None));

        Assert.Equal(batch.Id, (await ClaimDeliveryAsync())!.Delivery.BatchId);
    }

    [Fact]
    public async Task Delivery_IsRefused_WhenItIsASecondOfItsRunAndReceiver()
    {
        Batch batch = await EndedWithDeliveryAsync();

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => WriteAsync(
            """
            INSERT INTO deliveries (id, tenant_id, batch_id, run, kind, target, url, host, payload, not_before, created_at)
            SELECT 'again', tenant_id, batch_id, run, kind, target, url, host, payload, not_before, created_at FROM deliveries
            """));

        Assert.Single(await DeliveriesOfAsync(batch));
    }

    private Task<IReadOnlyList<Delivery>> DeliveriesOfAsync(Batch batch) =>
        Deliveries.ListAsync(new DeliveryQuery(batch.TenantId, BatchId: batch.Id) { Limit = 10 }, CancellationToken.None);

    private async Task<Batch> EndedWithDeliveryAsync(string url = Receiver, string tenant = "default")
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 0, tenant: tenant, webhookUrl: url);
        await EndAsync(batch.Id, BatchStatus.Completed);
        return batch;
    }

    private Task<DeliveryLease?> ClaimDeliveryAsync(int perHost = 100, params string[] passedBy) =>
        Deliveries.ClaimAsync(StoredBatches.Minute, perHost, passedBy, CancellationToken.None);

    private async Task<Webhook> RegisterAsync(string url, string tenant = "default", IReadOnlyList<string>? events = null, string? secret = null)
    {
        Webhook webhook = new()
        {
            Id = Guid.CreateVersion7(Clock.Now),
            TenantId = tenant,
            Url = new Uri(url),
            Events = events ?? WebhookEvent.All,
            CreatedAt = Clock.Now,
        };
        Assert.True(await Webhooks.AddAsync(webhook, secret ?? WebhookSecret.Generate(), limit: 10, CancellationToken.None));
        return webhook;
    }
}
