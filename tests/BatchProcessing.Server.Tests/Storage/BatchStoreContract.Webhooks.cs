using BatchProcessing.Batches;
using BatchProcessing.Webhooks;

namespace BatchProcessing.Server.Tests.Storage;

public abstract partial class BatchStoreContract
{
    [Fact]
    public async Task Webhook_IsThere_ForItsTenantOnly()
    {
        Webhook webhook = await RegisterAsync("https://one.example/a?b=c", events: [WebhookEvent.Failed, WebhookEvent.Cancelled]);

        Assert.Equivalent(webhook, await Webhooks.FindAsync("default", webhook.Id, CancellationToken.None), strict: true);
        Assert.Null(await Webhooks.FindAsync("other", webhook.Id, CancellationToken.None));
        Assert.Empty(await Webhooks.ListAsync("other", null, 10, CancellationToken.None));
        Assert.False(await Webhooks.DeleteAsync("other", webhook.Id, CancellationToken.None));
        Assert.False(await Webhooks.EnableAsync("other", webhook.Id, CancellationToken.None));
        Assert.Null(await Webhooks.RotateSecretAsync("other", webhook.Id, "whsec_", StoredBatches.Minute, CancellationToken.None));
    }

    [Fact]
    public async Task ListAsync_PagesThroughWebhooks_NewestFirst()
    {
        List<Guid> ids = [];
        for (int i = 0; i < 3; i++)
        {
            ids.Add((await RegisterAsync($"https://example.com/{i}")).Id);
            Clock.Advance(1);
        }

        IReadOnlyList<Webhook> first = await Webhooks.ListAsync("default", null, 2, CancellationToken.None);
        IReadOnlyList<Webhook> second = await Webhooks.ListAsync("default", first[^1].Id, 2, CancellationToken.None);

        Assert.Equal([ids[2], ids[1], ids[0]], first.Concat(second).Select(w => w.Id));
    }

    [Fact]
    public async Task AddAsync_RefusesOneMoreThanTheLimit_WhenEightComeAtATime()
    {
        bool[] added = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Webhooks.AddAsync(
            new Webhook
            {
                Id = Guid.NewGuid(),
                TenantId = "default",
                Url = new Uri($"https://example.com/{i}"),
                Events = WebhookEvent.All,
                CreatedAt = Clock.Now,
            },
            WebhookSecret.Generate(), limit: 5, CancellationToken.None))));

        Assert.Equal(5, added.Count(a => a));
        Assert.Equal(5, (await Webhooks.ListAsync("default", null, 10, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task DeleteAsync_RemovesAWebhookWithItsDeliveries_AndNoOthers()
    {
        Webhook webhook = await RegisterAsync("https://one.example/");
        Batch batch = await EndedWithDeliveryAsync();
        Assert.Equal(2, (await DeliveriesOfAsync(batch)).Count);

        Assert.True(await Webhooks.DeleteAsync("default", webhook.Id, CancellationToken.None));
        Assert.False(await Webhooks.DeleteAsync("default", webhook.Id, CancellationToken.None));

        Assert.Null(Assert.Single(await DeliveriesOfAsync(batch)).WebhookId);
    }

    [Fact]
    public async Task RotateSecretAsync_KeepsTheSecretBefore_ForItsGraceTime()
    {
        Webhook webhook = await RegisterAsync("https://one.example/", secret: "whsec_b2xk");
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 0);
        await EndAsync(batch.Id, BatchStatus.Completed);

        DateTimeOffset? until = await Webhooks.RotateSecretAsync("default", webhook.Id, "whsec_bmV3", StoredBatches.Minute, CancellationToken.None);

        Assert.Equal(Clock.Now + StoredBatches.Minute, until);
        Clock.Advance(59);
        DeliveryLease? during = await ClaimDeliveryAsync();
        Assert.Equal(["whsec_bmV3", "whsec_b2xk"], during!.Secrets);
        await Deliveries.ReleaseAsync(during, CancellationToken.None);
        Clock.Advance(1);
        Assert.Equal(["whsec_bmV3"], (await ClaimDeliveryAsync())!.Secrets);
    }

    [Fact]
    public async Task RotateSecretAsync_GivesTheSecretOfUploads_BeforeAndAfterTheirFirstDelivery()
    {
        string first = WebhookSecret.Generate();
        await Webhooks.RotateSecretAsync("default", null, first, StoredBatches.Minute, CancellationToken.None);
        await EndedWithDeliveryAsync();
        DeliveryLease? lease = await ClaimDeliveryAsync();
        Assert.Equal(first, lease!.Secrets[0]);
        await Deliveries.ReleaseAsync(lease, CancellationToken.None);

        string second = WebhookSecret.Generate();
        await Webhooks.RotateSecretAsync("default", null, second, StoredBatches.Minute, CancellationToken.None);

        Assert.Equal([second, first], (await ClaimDeliveryAsync())!.Secrets);
    }
}
