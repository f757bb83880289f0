using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Suspects;

namespace BatchProcessing.Server.Tests.Storage;

// What is kept against chunks whose worker died, vanished or took too long.
public abstract partial class BatchStoreContract
{
    private static readonly ChunkFaults Suspected = new(IsSuspect: true, Deaths: 0, Losses: 0, Timeouts: 0);

    private ISuspectStore Suspects => (ISuspectStore)Store;

    [Fact]
    public async Task PutBackAsync_MakesChunksOfParts_ThatTheOldLeaseCannotCommit()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 2);
        ChunkLease lease = await Store.ClaimAsync(batch.Id);

        Assert.True(await SplitAsync(lease, at: 4));

        Assert.Equal(ChunkCommit.LeaseLost, await Store.CompleteAsync(lease));
        Assert.Equal(4, (await Store.ReadAsync(batch.Id)).Progress.ChunkTotal);
        IReadOnlyList<ChunkResult> chunks = await Store.ChunksAsync(batch);
        Assert.Equal([(0, 4), (4, 1), (5, 5), (10, 10)], chunks.Select(c => ((int)c.Chunk.FirstOrdinal, c.Chunk.DocumentCount)));
        Assert.Equal([(0, 40), (40, 10), (50, 50), (0, 100)], chunks.Select(c => ((int)c.Chunk.InputOffset, c.Chunk.InputLength)));
        Assert.All(chunks.Take(3), c => Assert.Equal((lease.Chunk.InputBlob, "queued"), (c.Chunk.InputBlob, c.State)));
    }

    [Fact]
    public async Task ClaimChunkAsync_GivesSuspectsLast_AndChargesNoPartForTheDeath()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 2);
        await SplitAsync(await Store.ClaimAsync(batch.Id), at: 0);

        ChunkLease[] leases = [await Store.ClaimAsync(batch.Id), await Store.ClaimAsync(batch.Id), await Store.ClaimAsync(batch.Id)];

        Assert.Equal([1, 10, 0], leases.Select(l => l.Chunk.FirstOrdinal));
        Assert.Equal([false, false, true], leases.Select(l => l.Faults.IsSuspect));
        Assert.All(leases, l => Assert.Equal(1, l.Attempt));
        Assert.Null(await Store.TryClaimAsync(batch.Id));
    }

    [Fact]
    public async Task CompleteChunkAsync_FinalizesTheBatch_WhenTheLastPartIsDone()
    {
        Batch batch = await Store.SealBatchAsync(Clock);
        await SplitAsync(await Store.ClaimAsync(batch.Id), at: 9);

        Assert.Equal(ChunkCommit.Recorded, await Store.CompleteAsync(await Store.ClaimAsync(batch.Id)));
        Assert.Equal(ChunkCommit.RecordedLast, await Store.CompleteAsync(await Store.ClaimAsync(batch.Id)));

        Batch ended = await Store.ReadAsync(batch.Id);
        Assert.Equal((BatchStatus.Finalizing, 10L, 2), (ended.Status, ended.Progress.Succeeded, ended.Progress.ChunksDone));
        FinalizeLease? lease = await Store.ClaimFinalizationAsync(batch.Id, StoredBatches.Minute, CancellationToken.None);
        Assert.Equal(10, lease!.Ledger.DocumentsInChunks);
    }

    [Fact]
    public async Task PutBackAsync_ChangesNothing_WhenTheLeaseWasLost()
    {
        Batch batch = await Store.SealBatchAsync(Clock);
        ChunkLease stale = await Store.ClaimAsync(batch.Id);
        await ExpireAsync();
        Assert.False(await SplitAsync(stale, at: 4));
        ChunkLease fresh = await Store.ClaimAsync(batch.Id);

        Assert.False(await SplitAsync(stale, at: 4));

        Assert.Equal(1, (await Store.ReadAsync(batch.Id)).Progress.ChunkTotal);
        Assert.Equal(ChunkCommit.RecordedLast, await Store.CompleteAsync(fresh));
    }

    [Fact]
    public async Task PutBackAsync_KeepsWhatIsKnown_AndHoldsTheChunkBack()
    {
        Batch batch = await Store.SealBatchAsync(Clock);
        ChunkLease lease = await Store.ClaimAsync(batch.Id);
        var faults = new ChunkFaults(IsSuspect: false, Deaths: 1, Losses: 2, Timeouts: 3);

        await Suspects.PutBackAsync(lease, [new ChunkPart(lease.Chunk, faults, Previous: null)], TimeSpan.FromSeconds(5), "slow", CancellationToken.None);

        Assert.Null(await Store.TryClaimAsync(batch.Id));
        Clock.Advance(5);
        ChunkLease again = await Store.ClaimAsync(batch.Id);
        Assert.Equal((faults, 1), (again.Faults, again.Attempt));
        Assert.True(again.Fence > lease.Fence);
    }

    [Fact]
    public async Task FindLeasedAsync_FindsALease_UnderItsOwnFenceOnly()
    {
        Batch batch = await Store.SealBatchAsync(Clock);
        ChunkLease lease = await Store.ClaimAsync(batch.Id);

        Assert.Equal(lease, await Suspects.FindLeasedAsync(batch.Id, 0, lease.Fence, CancellationToken.None));
        Assert.Null(await Suspects.FindLeasedAsync(batch.Id, 0, lease.Fence + 1, CancellationToken.None));
        Assert.Null(await Suspects.FindLeasedAsync(batch.Id, 10, lease.Fence, CancellationToken.None));
        await Store.ReleaseChunkAsync(lease, CancellationToken.None);
        Assert.Null(await Suspects.FindLeasedAsync(batch.Id, 0, lease.Fence, CancellationToken.None));
    }

    [Fact]
    public async Task RequeueExpiredChunksAsync_CountsTheLoss_AndTheSecondIsListed()
    {
        Batch batch = await Store.SealBatchAsync(Clock);
        await Store.ClaimAsync(batch.Id);
        Clock.Advance(61);
        Assert.Empty(await Suspects.ListLostAgainAsync(CancellationToken.None));
        await Store.RequeueExpiredChunksAsync(CancellationToken.None);

        ChunkLease again = await Store.ClaimAsync(batch.Id);
        Assert.Empty(await Suspects.ListLostAgainAsync(CancellationToken.None));
        Clock.Advance(61);

        Assert.Equal(1, again.Faults.Losses);
        Assert.Equal(again, Assert.Single(await Suspects.ListLostAgainAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task PutBackExpiredAsync_ChangesNothing_WhenTheLeaseWasRenewedSinceItWasListed()
    {
        Batch batch = await Store.SealBatchAsync(Clock);
        await Store.ClaimAsync(batch.Id);
        await ExpireAsync();
        ChunkLease living = await Store.ClaimAsync(batch.Id);
        Clock.Advance(61);
        ChunkLease listed = Assert.Single(await Suspects.ListLostAgainAsync(CancellationToken.None));
        await Store.RenewLeasesAsync([living], StoredBatches.Minute, CancellationToken.None);

        Assert.False(await PutBackExpiredAsync(listed));

        Assert.Equal(1, (await Store.ReadAsync(batch.Id)).Progress.ChunkTotal);
        Assert.Equal(ChunkCommit.RecordedLast, await Store.CompleteAsync(living));
    }

    [Fact]
    public async Task PutBackExpiredAsync_CutsTheChunk_WhenTheLeaseIsStillExpired()
    {
        Batch batch = await Store.SealBatchAsync(Clock);
        ChunkLease lost = await Store.ClaimAsync(batch.Id);
        Clock.Advance(61);

        Assert.True(await PutBackExpiredAsync(lost));

        Assert.Equal(3, (await Store.ReadAsync(batch.Id)).Progress.ChunkTotal);
        Assert.Equal(ChunkCommit.LeaseLost, await Store.CompleteAsync(lost));
        Assert.Equal(4, (await Store.ClaimAsync(batch.Id)).Chunk.DocumentCount);
    }

    [Fact]
    public async Task RequeueExpiredChunksAsync_SuspectsASingleDocument_AndCountsItsDeathsThen()
    {
        Batch batch = await Store.SealBatchAsync(Clock);
        ChunkLease lease = await Store.ClaimAsync(batch.Id);
        IReadOnlyList<ChunkPart> parts = Parts(lease, at: 9, default);
        await Suspects.PutBackAsync(lease, parts, TimeSpan.Zero, "cut", CancellationToken.None);
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id));

        await Store.ClaimAsync(batch.Id);
        await ExpireAsync();
        ChunkLease suspect = await Store.ClaimAsync(batch.Id);
        await ExpireAsync();

        Assert.Equal(new ChunkFaults(IsSuspect: true, Deaths: 0, Losses: 1, Timeouts: 0), suspect.Faults);
        Assert.Equal(1, (await Store.ClaimAsync(batch.Id)).Faults.Deaths);
    }

    [Fact]
    public async Task ReleaseAllAsync_PutsBackUncharged_WhatOneOwnerHeld()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 2);
        await Store.ClaimAsync(batch.Id);
        ChunkLease living = (await Store.ClaimChunkAsync(batch.Id, new ChunkOwner("another"), StoredBatches.Minute, CancellationToken.None))!;

        Assert.Equal(1, await Suspects.ReleaseAllAsync("worker", CancellationToken.None));

        ChunkLease again = await Store.ClaimAsync(batch.Id);
        Assert.Equal((0L, 1, default), (again.Chunk.FirstOrdinal, again.Attempt, again.Faults));
        Assert.Equal(ChunkCommit.Recorded, await Store.CompleteAsync(living));
    }

    [Fact]
    public async Task PutBackAsync_SharesOutWhatAnEarlierRunLeft()
    {
        Batch batch = await Store.SealBatchAsync(Clock);
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id), failed: 4);
        FinalizeLease end = (await Store.ClaimFinalizationAsync(batch.Id, StoredBatches.Minute, CancellationToken.None))!;
        await Store.EndBatchAsync(end, BatchStatus.Completed, CancellationToken.None);
        await Store.RetryAsync(batch.Id, CancellationToken.None);
        ChunkLease lease = await Store.ClaimAsync(batch.Id);
        PreviousResult share = lease.Previous! with { Succeeded = 1, Tally = Tally.FromJson("{\"sentiment\":{\"positive\":1}}") };
        PreviousResult rest = lease.Previous! with { Succeeded = 5, Tally = Tally.FromJson("{\"sentiment\":{\"positive\":5}}") };
        IReadOnlyList<ChunkPart> parts = Parts(lease, at: 0, default);
        await Suspects.PutBackAsync(
            lease, [parts[0] with { Previous = share }, parts[1] with { Previous = rest }], TimeSpan.Zero, "cut", CancellationToken.None);

        ChunkLease first = await Store.ClaimAsync(batch.Id);
        ChunkLease second = await Store.ClaimAsync(batch.Id);
        Assert.Equivalent(share, first.Previous, strict: true);
        Assert.Equivalent(rest, second.Previous, strict: true);
        Assert.Equal(ChunkCommit.Recorded, await Store.CompleteAsync(first));
        Assert.Equal(ChunkCommit.RecordedLast, await Store.CompleteAsync(second));

        BatchProgress progress = (await Store.ReadAsync(batch.Id)).Progress;
        Assert.Equal((10L, 0L, 2), (progress.Succeeded, progress.Failed, progress.ChunksDone));
        Assert.Equal(10, progress.Tally.Group("sentiment").Values.Sum());
    }

    [Theory]
    [InlineData(BatchStatus.Failed)]
    [InlineData(BatchStatus.Cancelled)]
    public async Task RetryAsync_RunsAPartAgain_WhenItWasGivenUpThoughAllOfItHadSucceeded(BatchStatus end)
    {
        Batch batch = await Store.SealBatchAsync(Clock);
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id), failed: 4);
        await EndAsync(batch.Id, BatchStatus.Completed);
        await Store.RetryAsync(batch.Id, CancellationToken.None);
        ChunkLease whole = await Store.ClaimAsync(batch.Id);
        PreviousResult share = whole.Previous! with { Succeeded = 1, Tally = Tally.FromJson("{\"sentiment\":{\"positive\":1}}") };
        PreviousResult rest = whole.Previous! with { Succeeded = 5, Tally = Tally.FromJson("{\"sentiment\":{\"positive\":5}}") };
        IReadOnlyList<ChunkPart> parts = Parts(whole, at: 0, default);
        await Suspects.PutBackAsync(
            whole, [parts[0] with { Previous = share }, parts[1] with { Previous = rest }], TimeSpan.Zero, "cut", CancellationToken.None);
        ChunkLease kept = await Store.ClaimAsync(batch.Id);
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id));
        if (end == BatchStatus.Failed) await Store.FailChunkAsync(kept, "gave up", CancellationToken.None);
        else await CancelAsync(kept);
        await EndAsync(batch.Id, end);

        Batch? queued = await Store.RetryAsync(batch.Id, CancellationToken.None);

        Assert.Equal((BatchStatus.Queued, 3, 1, 10L), (queued!.Status, queued.Run, queued.Progress.ChunksDone, queued.Progress.Succeeded));
        ChunkLease again = await Store.ClaimAsync(batch.Id);
        Assert.Equivalent(share, again.Previous, strict: true);
        Assert.Equal(ChunkCommit.RecordedLast, await Store.CompleteAsync(again));
        Assert.Equal(0, (await FinalizeAsync(batch.Id))!.FailedChunks);
        await CheckRowsAsync(batch.Id);
    }

    private async Task CancelAsync(ChunkLease lease)
    {
        await Store.ReleaseChunkAsync(lease, CancellationToken.None);
        await Store.CancelAsync(lease.BatchId, CancellationToken.None);
    }

    private Task<bool> SplitAsync(ChunkLease lease, int at) =>
        Suspects.PutBackAsync(lease, Parts(lease, at, Suspected), TimeSpan.Zero, "died", CancellationToken.None);

    private Task<bool> PutBackExpiredAsync(ChunkLease lease) =>
        Suspects.PutBackExpiredAsync(lease, Parts(lease, at: 4, Suspected), "lease expired", CancellationToken.None);

    /// <summary>Before, at and after a document of a chunk whose lines have ten bytes each.</summary>
    private static IReadOnlyList<ChunkPart> Parts(ChunkLease lease, int at, ChunkFaults faults)
    {
        byte[] lines = [.. Enumerable.Repeat("123456789\n"u8.ToArray(), lease.Chunk.DocumentCount).SelectMany(l => l)];
        return [.. ChunkSplit.Around(lease.Chunk, lines, lease.Chunk.FirstOrdinal + at)
            .Select(c => new ChunkPart(c, c.FirstOrdinal == lease.Chunk.FirstOrdinal + at ? faults : default, Previous: null))];
    }
}
