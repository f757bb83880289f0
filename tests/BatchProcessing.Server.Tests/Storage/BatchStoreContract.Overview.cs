using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Jobs;
using BatchProcessing.Overview;
using BatchProcessing.Server.Storage;
using BatchProcessing.Webhooks;

namespace BatchProcessing.Server.Tests.Storage;

// What the dashboard asks.
public abstract partial class BatchStoreContract
{
    private SqlOverview Overview => new SqlOverview(Database);

    [Fact]
    public async Task Overview_ListAsync_ShowsEveryTenantsBatches_FromNewestToOldest()
    {
        Batch first = await Store.SealBatchAsync(Clock, tenant: "acme");
        Clock.Advance(1);
        Batch second = await Store.SealBatchAsync(Clock);
        await Store.ClaimAsync(second.Id);

        Assert.Equal([second.Id, first.Id], await ListedAsync(new BatchFilter { Limit = 9 }));
        Assert.Equal([first.Id], await ListedAsync(new BatchFilter { Limit = 9, Before = second.Id }));
        Assert.Equal([second.Id], await ListedAsync(new BatchFilter { Limit = 9, Status = BatchStatus.Running }));
        Assert.Equal([first.Id], await ListedAsync(new BatchFilter { Limit = 9, TenantId = "acme" }));
        Assert.Equal([first.Id], await ListedAsync(new BatchFilter { Limit = 9, TenantId = "acme", Status = BatchStatus.Queued }));
        Assert.Empty(await ListedAsync(new BatchFilter { Limit = 9, TenantId = "acme", Status = BatchStatus.Running }));
    }

    [Fact]
    public async Task Overview_ListAsync_GoesOnBehindEachPage_UntilTheLast()
    {
        var ids = new Guid[3];
        for (int i = 0; i < 3; i++)
        {
            Clock.Advance(1);
            ids[i] = (await Store.SealBatchAsync(Clock)).Id;
        }

        BatchListPart page = await Overview.ListAsync(new BatchFilter { Limit = 2 }, CancellationToken.None);
        BatchListPart rest = await Overview.ListAsync(new BatchFilter { Limit = 2, Before = page.Next }, CancellationToken.None);

        Assert.Equal([ids[2], ids[1], ids[0]], page.Batches.Concat(rest.Batches).Select(b => b.Id));
        Assert.Null(rest.Next);
    }

    [Fact]
    public async Task Overview_ListAsync_FindsByName_WhateverItsCase()
    {
        Batch early = await Store.SealBatchAsync(Clock, name: "Reviews of 100 %");
        Clock.Advance(1);
        Batch late = await Store.SealBatchAsync(Clock, name: "reviews");
        DateTimeOffset past = Clock.GetUtcNow().AddYears(-1), future = Clock.GetUtcNow().AddYears(9);

        Assert.Equal([late.Id, early.Id], await ListedAsync(new BatchFilter { Limit = 9, NamePart = "REVIEW", From = past, To = future }));
        Assert.Equal([early.Id], await ListedAsync(new BatchFilter { Limit = 9, NamePart = "0 %" }));
        Assert.Empty(await ListedAsync(new BatchFilter { Limit = 9, NamePart = "nothing" }));
        Assert.Empty(await ListedAsync(new BatchFilter { Limit = 9, From = future }));
        Assert.Empty(await ListedAsync(new BatchFilter { Limit = 9, To = past }));
    }

    [Fact]
    public async Task Overview_ListAsync_TellsCompletedFromCompletedWithFailures()
    {
        Batch good = await EndAsync(await Store.SealBatchAsync(Clock), failed: 0);
        Clock.Advance(1);
        Batch bad = await EndAsync(await Store.SealBatchAsync(Clock), failed: 3);

        Assert.Equal([bad.Id], await ListedAsync(new BatchFilter { Limit = 9, Status = BatchStatus.Completed, WithFailures = true }));
        Assert.Equal([bad.Id, good.Id], await ListedAsync(new BatchFilter { Limit = 9, Status = BatchStatus.Completed }));
    }

    [Fact]
    public async Task Overview_ListJobsAsync_NamesWhoClaimedLast_AndNobodyElse()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 3);
        Batch other = await Store.SealBatchAsync(Clock);
        ChunkLease first = await ClaimAsync(batch, "7");
        await Store.RetryChunkAsync(first, TimeSpan.Zero, "the disk", CancellationToken.None);
        await Store.CompleteAsync(await ClaimAsync(batch, "8"));
        await ClaimAsync(batch, "8");
        await ClaimAsync(other, "9");

        BatchJob job = Assert.Single(await Overview.ListJobsAsync(batch.Id, 9, CancellationToken.None));

        Assert.Equal((new WorkPlace("node", "8"), 2, 1, 20), (job.Place, job.Chunks, job.Running, job.Documents));
        ChunkTrace inHand = Assert.Single(await Overview.ListInHandAsync("9", CancellationToken.None));
        Assert.Equal((other.Id, "running"), (inHand.BatchId, inHand.State));
    }

    [Fact]
    public async Task Overview_ListPutBackAsync_ShowsChunksOfAllBatches_UntilTheyEnd()
    {
        Batch older = await Store.SealBatchAsync(Clock, chunks: 2, name: "older");
        Clock.Advance(1);
        Batch newer = await Store.SealBatchAsync(Clock);
        await Store.RetryChunkAsync(await ClaimAsync(older, "1"), StoredBatches.Minute, "the disk", CancellationToken.None);
        await Store.ReleaseChunkAsync(await ClaimAsync(older, "1"), CancellationToken.None);
        await Store.RetryChunkAsync(await ClaimAsync(newer, "2"), TimeSpan.Zero, "the network", CancellationToken.None);

        IReadOnlyList<ChunkTrace> all = await Overview.ListPutBackAsync(before: null, 9, CancellationToken.None);
        IReadOnlyList<ChunkTrace> rest = await Overview.ListPutBackAsync((newer.Id, 0), 9, CancellationToken.None);

        Assert.Equal([(newer.Id, "the network"), (older.Id, "the disk")], all.Select(c => (c.BatchId, c.LastError)));
        ChunkTrace waiting = Assert.Single(rest);
        Assert.Equal(("older", 1, "queued", new WorkPlace("node", "1")), (waiting.BatchName, waiting.Attempts, waiting.State, waiting.Place));
        Assert.True(waiting.NotBefore > waiting.ClaimedAt);
        await Store.CompleteAsync(await ClaimAsync(newer, "3"));
        Assert.Equal([older.Id], (await Overview.ListPutBackAsync(before: null, 9, CancellationToken.None)).Select(c => c.BatchId));
        ChunkTrace done = Assert.Single(await Overview.ListChunksAsync(newer.Id, putBackOnly: true, 0, 9, CancellationToken.None));
        Assert.Equal(("completed", 2, "the network"), (done.State, done.Attempts, done.LastError));
    }

    [Fact]
    public async Task Overview_MapAsync_HasACellAChunk_OrCellsOfSeveral()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 10);
        await Store.CompleteAsync(await ClaimAsync(batch, "1"), failed: 2);
        await Store.RetryChunkAsync(await ClaimAsync(batch, "1"), StoredBatches.Minute, "the disk", CancellationToken.None);
        await ClaimAsync(batch, "1");

        IReadOnlyList<ChunkCell> fine = await Overview.MapAsync(batch, 10, CancellationToken.None);
        IReadOnlyList<ChunkCell> coarse = await Overview.MapAsync(batch, 5, CancellationToken.None);

        Assert.Equal(10, fine.Count);
        Assert.Equal((0, 10, 2, "node", "1"), (fine[0].FirstOrdinal, fine[0].EndOrdinal, fine[0].Failed, fine[0].Node, fine[0].JobId));
        Assert.Equal((1, 1, "the disk"), (fine[1].Queued, fine[1].PutBack, fine[1].LastError));
        Assert.Equal((1, 0), (fine[2].Running, fine[3].Running));
        Assert.Equal([(0, 20), (20, 40), (40, 60), (60, 80), (80, 100)], coarse.Select(c => (c.FirstOrdinal, c.EndOrdinal)));
        Assert.Equal((2, 1, 2), (coarse[0].Chunks, coarse[0].PutBack, coarse[0].Failed));
    }

    [Fact]
    public async Task Overview_FindContinuationAsync_TellsWhoEndedTheBatch_AndWhoIsTold()
    {
        Batch batch = await Store.SealBatchAsync(Clock, webhookUrl: "https://receiver.example/x?secret=1");
        Assert.Null(await Overview.FindContinuationAsync(batch.Id, CancellationToken.None));

        await EndAsync(batch, failed: 0);

        Continuation end = (await Overview.FindContinuationAsync(batch.Id, CancellationToken.None))!;
        Assert.Equal((new WorkPlace("node", "5"), true), (end.Place, end.ClaimedAt <= end.EndedAt));
        Assert.Equal(
            new DeliveryTrace(1, WebhookEvent.Completed, "receiver.example", DeliveryState.Pending, 0, null, null), Assert.Single(end.Deliveries));
    }

    [Fact]
    public async Task Overview_MeasureAsync_TellsThePulse_AndHowFastABatchWent()
    {
        await Store.SealBatchAsync(Clock);
        Batch done = await Store.SealBatchAsync(Clock, chunks: 2);
        await Store.CompleteAsync(await ClaimAsync(done, "1"), failed: 4);

        ServicePulse pulse = await Overview.MeasureAsync(CancellationToken.None);
        Throughput throughput = await Overview.MeasureAsync(await Store.ReadAsync(done.Id), 10, CancellationToken.None);

        Assert.Equal((2, 4), (pulse.ActiveBatches, pulse.FailedDocuments));
        Assert.InRange(pulse.DocumentsPerSecond, 0.5, 1.5);
        Assert.Equal((10, 10), (throughput.Documents.Count, throughput.Documents.Sum()));
    }

    [Fact]
    public async Task Overview_ListSuccessorsAsync_NamesTheBatchesAfterIt()
    {
        Batch first = await Store.SealBatchAsync(Clock);
        Clock.Advance(1);
        Batch next = await SealWaitingAsync(new StartCondition(first.Id, PredecessorOutcome.Completed, null));

        Assert.Equal([next.Id], (await Overview.ListSuccessorsAsync(first.Id, 9, CancellationToken.None)).Select(b => b.Id));
        Assert.Empty(await Overview.ListSuccessorsAsync(next.Id, 9, CancellationToken.None));
    }

    private async Task<IEnumerable<Guid>> ListedAsync(BatchFilter filter) =>
        (await Overview.ListAsync(filter, CancellationToken.None)).Batches.Select(b => b.Id);

    private async Task<ChunkLease> ClaimAsync(Batch batch, string job) => (await Store.ClaimChunkAsync(
        batch.Id, new ChunkOwner("worker", new WorkPlace("node", job)), StoredBatches.Minute, CancellationToken.None))!;

    private async Task<Batch> EndAsync(Batch batch, int failed)
    {
        await Store.CompleteAsync(await ClaimAsync(batch, "4"), failed);
        FinalizeLease lease = (await Store.ClaimFinalizationAsync(batch.Id, StoredBatches.Minute, CancellationToken.None))!;
        Assert.True(await Store.EndBatchAsync(lease with { Place = new WorkPlace("node", "5") }, BatchStatus.Completed, CancellationToken.None));
        return batch;
    }
}
