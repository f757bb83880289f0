using BatchProcessing.Batches;
using BatchProcessing.Webhooks;

namespace BatchProcessing.Server.Tests.Storage;

public abstract partial class BatchStoreContract
{
    private static readonly DeliveryAttempt Taken = new(204, null, TimeSpan.FromSeconds(0.25));
    private static readonly DeliveryAttempt Refused = new(500, null, TimeSpan.FromSeconds(1));
    private static readonly DeliveryAttempt Gone = new(410, null, TimeSpan.Zero);

    [Fact]
    public async Task ClaimAsync_GivesADeliveryToOne_AndCountsTheTry()
    {
        Batch batch = await EndedWithDeliveryAsync();

        DeliveryLease?[] claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ClaimDeliveryAsync())));

        DeliveryLease lease = Assert.Single(claims.OfType<DeliveryLease>());
        Assert.Equal((batch.Id, 1), (lease.Delivery.BatchId, lease.Delivery.Attempts));
        Assert.StartsWith("whsec_", Assert.Single(lease.Secrets), StringComparison.Ordinal);
        Assert.Equal(0, await Deliveries.CountDueAsync(100, 10, CancellationToken.None));
    }

    [Fact]
    public async Task ClaimAsync_MakesTheSameTryAgain_WhenItsProcessDied()
    {
        await EndedWithDeliveryAsync();
        DeliveryLease? dead = await ClaimDeliveryAsync();
        Clock.Advance(61);

        DeliveryLease? next = await ClaimDeliveryAsync();

        Assert.Equal((dead!.Delivery.Id, 1, dead.Fence + 1), (next!.Delivery.Id, next.Delivery.Attempts, next.Fence));
        Assert.False(await Deliveries.DeliverAsync(dead, Taken, CancellationToken.None));
        Assert.False(await Deliveries.PostponeAsync(dead, Refused, StoredBatches.Minute, CancellationToken.None));
        Assert.False(await Deliveries.GiveUpAsync(dead, Gone, CancellationToken.None));
        Assert.True(await Deliveries.DeliverAsync(next, Taken, CancellationToken.None));
    }

    [Fact]
    public async Task DeliverAsync_EndsTheDelivery()
    {
        Batch batch = await EndedWithDeliveryAsync();
        DeliveryLease? lease = await ClaimDeliveryAsync();
        Clock.Advance(1);

        Assert.True(await Deliveries.DeliverAsync(lease!, Taken, CancellationToken.None));

        Delivery ended = Assert.Single(await DeliveriesOfAsync(batch));
        Assert.Equal((DeliveryState.Delivered, 1, Clock.Now), (ended.State, ended.Attempts, ended.EndedAt));
        Assert.Equal(Taken, ended.LastAttempt);
        Assert.Equal(Clock.Now.AddSeconds(-0.25), ended.LastAttemptAt);
        Assert.Null(ended.NextAttemptAt);
        Clock.Advance(1e6);
        Assert.Null(await ClaimDeliveryAsync());
    }

    [Fact]
    public async Task PostponeAsync_LetsTheDeliveryWait()
    {
        Batch batch = await EndedWithDeliveryAsync();
        Assert.True(await Deliveries.PostponeAsync((await ClaimDeliveryAsync())!, Refused, StoredBatches.Minute, CancellationToken.None));
        Assert.Equal(Clock.Now + StoredBatches.Minute, Assert.Single(await DeliveriesOfAsync(batch)).NextAttemptAt);
        Clock.Advance(59);
        Assert.Null(await ClaimDeliveryAsync());

        Clock.Advance(1);

        Assert.Equal(2, (await ClaimDeliveryAsync())!.Delivery.Attempts);
    }

    [Fact]
    public async Task ReleaseAsync_TakesTheTryBack()
    {
        await EndedWithDeliveryAsync();
        DeliveryLease? lease = await ClaimDeliveryAsync();

        await Deliveries.ReleaseAsync(lease!, CancellationToken.None);

        Assert.Equal((lease!.Delivery.Id, 1), ((await ClaimDeliveryAsync())!.Delivery.Id, lease.Delivery.Attempts));
    }

    [Fact]
    public async Task ClaimAsync_LeavesAHostAlone_ThatIsBusyEnough()
    {
        for (int i = 0; i < 3; i++) await EndedWithDeliveryAsync("https://slow.example/");
        await EndedWithDeliveryAsync("https://quick.example/");
        HashSet<string> hosts = [];
        while (await ClaimDeliveryAsync(perHost: 2) is { } lease) hosts.Add($"{lease.Delivery.Url.Host} {lease.Delivery.Id}");

        Assert.Equal(2, hosts.Count(h => h.StartsWith("slow", StringComparison.Ordinal)));
        Assert.Single(hosts, h => h.StartsWith("quick", StringComparison.Ordinal));
        Assert.Equal(1, await Deliveries.CountDueAsync(3, 10, CancellationToken.None));
    }

    [Fact]
    public async Task ClaimAsync_CountsOneHost_WhenItsNameEndsInADot()
    {
        await EndedWithDeliveryAsync("https://slow.example/");
        await EndedWithDeliveryAsync("https://slow.example./");

        Assert.NotNull(await ClaimDeliveryAsync(perHost: 1));
        Assert.Null(await ClaimDeliveryAsync(perHost: 1));
    }

    [Fact]
    public async Task ClaimAsync_ServesTenantsInTurn_WhenOneHasManyDue()
    {
        for (int i = 0; i < 100; i++) await EndedWithDeliveryAsync($"https://silent{i}.example/", "crowd");
        Clock.Advance(1);
        await EndedWithDeliveryAsync("https://quick.example/");

        string[] claimed = [(await ClaimDeliveryAsync())!.Delivery.TenantId, (await ClaimDeliveryAsync())!.Delivery.TenantId];

        Assert.Contains("default", claimed);
        Assert.Equal("crowd", (await ClaimDeliveryAsync())!.Delivery.TenantId);
    }

    [Fact]
    public async Task ClaimAsync_PassesTenantsBy_WhenToldTo()
    {
        await EndedWithDeliveryAsync("https://one.example/", "crowd");
        await EndedWithDeliveryAsync("https://two.example/", "alone");

        DeliveryLease? claimed = await ClaimDeliveryAsync(perHost: 100, "crowd", "nobody");

        Assert.Equal("alone", claimed!.Delivery.TenantId);
        Assert.Null(await ClaimDeliveryAsync(perHost: 100, "crowd"));
        Assert.Equal("crowd", (await ClaimDeliveryAsync())!.Delivery.TenantId);
    }

    [Fact]
    public async Task ClaimAsync_PassesATenantBy_WhenItsHostsAreBusy()
    {
        await EndedWithDeliveryAsync("https://slow.example/", "alone");
        await EndedWithDeliveryAsync("https://slow.example/", "crowd");
        await EndedWithDeliveryAsync("https://quick.example/", "crowd");
        List<string> hosts = [];
        while (await ClaimDeliveryAsync(perHost: 1) is { } lease) hosts.Add(lease.Delivery.Url.Host);

        Assert.Equal(["quick.example", "slow.example"], hosts.Order());
    }

    [Fact]
    public async Task ClaimAsync_LeavesAHostAlone_WhenManyClaimAtATime()
    {
        for (int i = 0; i < 16; i++) await EndedWithDeliveryAsync("https://slow.example/");

        DeliveryLease?[] claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => ClaimDeliveryAsync(perHost: 2))));

        Assert.Equal(2, claims.OfType<DeliveryLease>().Count());
    }

    [Fact]
    public async Task GiveUpAsync_DisablesTheWebhookAndItsDeliveries_WhenItIsGone()
    {
        Webhook webhook = await RegisterAsync("https://gone.example/");
        Batch first = await Store.SealBatchAsync(Clock, chunks: 0);
        await EndAsync(first.Id, BatchStatus.Completed);
        Batch second = await Store.SealBatchAsync(Clock, chunks: 0);
        await EndAsync(second.Id, BatchStatus.Completed);

        Assert.True(await Deliveries.GiveUpAsync((await ClaimDeliveryAsync())!, Gone, CancellationToken.None));

        Assert.Contains("410", (await Webhooks.FindAsync("default", webhook.Id, CancellationToken.None))!.DisabledReason, StringComparison.Ordinal);
        Assert.Null(await ClaimDeliveryAsync());
        Assert.Equal([DeliveryState.Failed, DeliveryState.Failed],
            [Assert.Single(await DeliveriesOfAsync(first)).State, Assert.Single(await DeliveriesOfAsync(second)).State]);
        Batch third = await Store.SealBatchAsync(Clock, chunks: 0);
        await EndAsync(third.Id, BatchStatus.Completed);
        Assert.Empty(await DeliveriesOfAsync(third));
        Assert.Null(await RedeliverAsync(Assert.Single(await DeliveriesOfAsync(first))));

        Assert.True(await Webhooks.EnableAsync("default", webhook.Id, CancellationToken.None));
        Assert.NotNull(await RedeliverAsync(Assert.Single(await DeliveriesOfAsync(first))));
    }

    [Fact]
    public async Task RedeliverAsync_BeginsAnew_UnderTheSameId()
    {
        Batch batch = await EndedWithDeliveryAsync();
        DeliveryLease? lease = await ClaimDeliveryAsync();
        await Deliveries.DeliverAsync(lease!, Taken, CancellationToken.None);

        Delivery? again = await RedeliverAsync(lease!.Delivery);

        Assert.Equal((lease.Delivery.Id, DeliveryState.Pending, 0, Clock.Now), (again!.Id, again.State, again.Attempts, again.NextAttemptAt));
        Assert.Equal(1, (await ClaimDeliveryAsync())!.Delivery.Attempts);
        Assert.Null(await RedeliverAsync(lease.Delivery, tenant: "other"));
        Assert.Null(await Deliveries.RedeliverAsync(
            new DeliveryQuery("default", BatchId: Guid.NewGuid()), lease.Delivery.Id, CancellationToken.None));
        Assert.Single(await DeliveriesOfAsync(batch));
    }

    [Fact]
    public async Task RedeliverAsync_FencesOffTheTryInProgress()
    {
        Batch batch = await EndedWithDeliveryAsync();
        DeliveryLease? late = await ClaimDeliveryAsync();

        Assert.Equal(0, (await RedeliverAsync(late!.Delivery))!.Attempts);

        Assert.False(await Deliveries.DeliverAsync(late, Taken, CancellationToken.None));
        Assert.False(await Deliveries.GiveUpAsync(late, Gone, CancellationToken.None));
        await Deliveries.ReleaseAsync(late, CancellationToken.None);
        DeliveryLease? again = await ClaimDeliveryAsync();
        Assert.Equal((late.Delivery.Id, 1), (again!.Delivery.Id, again.Delivery.Attempts));
        Assert.True(await Deliveries.DeliverAsync(again, Taken, CancellationToken.None));
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await DeliveriesOfAsync(batch)).State);
    }

    [Fact]
    public async Task DeleteEndedAsync_ForgetsOldOnes_AndNoneThatWaits()
    {
        Batch old = await EndedWithDeliveryAsync();
        await Deliveries.DeliverAsync((await ClaimDeliveryAsync())!, Taken, CancellationToken.None);
        Batch waiting = await EndedWithDeliveryAsync();
        Clock.Advance(60);

        Assert.Equal(1, await Deliveries.DeleteEndedAsync(StoredBatches.Minute, 10, CancellationToken.None));
        Assert.Equal(0, await Deliveries.DeleteEndedAsync(StoredBatches.Minute, 10, CancellationToken.None));

        Assert.Empty(await DeliveriesOfAsync(old));
        Assert.Single(await DeliveriesOfAsync(waiting));
    }

    private Task<Delivery?> RedeliverAsync(Delivery delivery, string tenant = "default") =>
        Deliveries.RedeliverAsync(new DeliveryQuery(tenant, BatchId: delivery.BatchId), delivery.Id, CancellationToken.None);
}
