using BatchProcessing.Batches;
using BatchProcessing.Chunks;

namespace BatchProcessing.Server.Tests.Storage;

public abstract partial class BatchStoreContract
{
    [Fact]
    public async Task ClaimChunkAsync_GivesChunksInOrder_EachOnce()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 3);

        Assert.Equal(0, (await Store.ClaimAsync(batch.Id)).Chunk.FirstOrdinal);
        Assert.Equal(10, (await Store.ClaimAsync(batch.Id)).Chunk.FirstOrdinal);
        Assert.Equal(20, (await Store.ClaimAsync(batch.Id)).Chunk.FirstOrdinal);
        Assert.Null(await Store.TryClaimAsync(batch.Id));
        Assert.Null(await Store.TryClaimAsync(Guid.CreateVersion7()));
    }

    [Fact]
    public async Task ClaimChunkAsync_StartsTheBatch_WithTheFirstChunkOnly()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 2);
        Clock.Advance(5);
        DateTimeOffset started = Clock.Now;
        await Store.ClaimAsync(batch.Id);
        Batch first = await Store.ReadAsync(batch.Id);
        Clock.Advance(5);
        await Store.ClaimAsync(batch.Id);
        Batch second = await Store.ReadAsync(batch.Id);

        Assert.Equal(BatchStatus.Running, first.Status);
        Assert.Equal(batch.Version + 1, first.Version);
        Assert.Equal(started, second.StartedAt);
        Assert.Equal(first.Version, second.Version);
    }

    [Fact]
    public async Task ClaimChunkAsync_GivesEveryChunkOnce_WhenEightClaimAtATime()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 40);

        ChunkLease?[] leases = await Task.WhenAll(Enumerable.Range(0, 48).Select(_ => Task.Run(() => Store.TryClaimAsync(batch.Id))));

        Assert.Equal(8, leases.Count(l => l is null));
        Assert.Equal(40, leases.OfType<ChunkLease>().Select(l => l.Chunk.FirstOrdinal).Distinct().Count());
    }

    [Fact]
    public async Task ClaimChunkAsync_CountsTheAttempt_BeforeItRuns()
    {
        Batch batch = await Store.SealBatchAsync(Clock);

        Assert.Equal(1, (await Store.ClaimAsync(batch.Id)).Attempt);
        await ExpireAsync();

        Assert.Equal(2, (await Store.ClaimAsync(batch.Id)).Attempt);
    }

    [Fact]
    public async Task CompleteChunkAsync_ChangesNothing_WhenTheChunkWasClaimedAgain()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 2);
        ChunkLease stale = await Store.ClaimAsync(batch.Id);
        await ExpireAsync();
        ChunkLease fresh = await Store.ClaimAsync(batch.Id);
        Batch before = await Store.ReadAsync(batch.Id);

        Assert.Equal(ChunkCommit.LeaseLost, await Store.CompleteAsync(stale));
        Assert.Equal(ChunkCommit.LeaseLost, await Store.FailChunkAsync(stale, "late", CancellationToken.None));
        Assert.False(await Store.RetryChunkAsync(stale, TimeSpan.Zero, "late", CancellationToken.None));
        await Store.ReleaseChunkAsync(stale, CancellationToken.None);

        Assert.Equivalent(before, await Store.ReadAsync(batch.Id), strict: true);
        Assert.True(fresh.Fence > stale.Fence);
        Assert.Equal(ChunkCommit.Recorded, await Store.CompleteAsync(fresh));
    }

    [Fact]
    public async Task CompleteChunkAsync_ChangesNothing_WhenTheLeaseExpiredAndTheChunkWaits()
    {
        Batch batch = await Store.SealBatchAsync(Clock);
        ChunkLease stale = await Store.ClaimAsync(batch.Id);
        await ExpireAsync();

        Assert.Equal(ChunkCommit.LeaseLost, await Store.CompleteAsync(stale));
        Assert.Equal(0, (await Store.ReadAsync(batch.Id)).Progress.Succeeded);
    }

    [Fact]
    public async Task CompleteAndClaimAsync_RecordsOneAndClaimsTheNext_UntilTheLast()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 2);
        ChunkLease first = await Store.ClaimAsync(batch.Id);

        ChunkHandover handover = await Store.HandOverAsync(first);
        ChunkHandover last = await Store.HandOverAsync(handover.Next!);

        Assert.Equal((ChunkCommit.Recorded, 10L), (handover.Commit, handover.Next!.Chunk.FirstOrdinal));
        Assert.Equal(new ChunkHandover(ChunkCommit.RecordedLast, null), last);
        Assert.Equal(20, (await Store.ReadAsync(batch.Id)).Progress.Succeeded);
    }

    [Fact]
    public async Task CompleteAndClaimAsync_RecordsNothing_WhenTheLeaseIsLost()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 2);
        ChunkLease stale = await Store.ClaimAsync(batch.Id);
        await ExpireAsync();
        await Store.ClaimAsync(batch.Id);

        ChunkHandover handover = await Store.HandOverAsync(stale);

        Assert.Equal(ChunkCommit.LeaseLost, handover.Commit);
        Assert.Equal(0, (await Store.ReadAsync(batch.Id)).Progress.ChunksDone);
    }

    [Fact]
    public async Task CompleteChunkAsync_CountsOnce_WhenItIsRepeated()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 2);
        ChunkLease lease = await Store.ClaimAsync(batch.Id);

        Assert.Equal(ChunkCommit.Recorded, await Store.CompleteAsync(lease, failed: 3));
        Assert.Equal(ChunkCommit.LeaseLost, await Store.CompleteAsync(lease, failed: 3));

        BatchProgress progress = (await Store.ReadAsync(batch.Id)).Progress;
        Assert.Equal((7, 3, 1), (progress.Succeeded, progress.Failed, progress.ChunksDone));
    }

    [Fact]
    public async Task RequeueExpiredChunksAsync_PutsBack_OnlyLeasesThatWereNotRenewed()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 2);
        await Store.ClaimAsync(batch.Id);
        ChunkLease renewed = await Store.ClaimAsync(batch.Id);
        Clock.Advance(50);
        await Store.RenewLeasesAsync([renewed], StoredBatches.Minute, CancellationToken.None);
        Clock.Advance(11);

        Assert.Equal(1, await Store.RequeueExpiredChunksAsync(CancellationToken.None));

        Assert.Equal(0, (await Store.ClaimAsync(batch.Id)).Chunk.FirstOrdinal);
        Assert.Equal(ChunkCommit.Recorded, await Store.CompleteAsync(renewed));
    }

    [Fact]
    public async Task RenewLeasesAsync_RevivesNothing_WhenTheChunkWasClaimedAgain()
    {
        Batch batch = await Store.SealBatchAsync(Clock);
        ChunkLease stale = await Store.ClaimAsync(batch.Id);
        await ExpireAsync();
        await Store.ClaimAsync(batch.Id);
        Clock.Advance(50);
        await Store.RenewLeasesAsync([stale], StoredBatches.Minute, CancellationToken.None);
        Clock.Advance(11);

        Assert.Equal(1, await Store.RequeueExpiredChunksAsync(CancellationToken.None));
    }

    [Fact]
    public async Task RetryChunkAsync_HoldsTheChunkBack_UntilItsTime()
    {
        Batch batch = await Store.SealBatchAsync(Clock);
        ChunkLease lease = await Store.ClaimAsync(batch.Id);
        Assert.True(await Store.RetryChunkAsync(lease, TimeSpan.FromSeconds(10), "disk", CancellationToken.None));

        Clock.Advance(9.999);
        Assert.Null(await Store.TryClaimAsync(batch.Id));
        Clock.Advance(0.001);

        ChunkLease again = await Store.ClaimAsync(batch.Id);
        Assert.Equal(2, again.Attempt);
        Assert.True(again.Fence > lease.Fence);
    }

    [Fact]
    public async Task ReleaseChunkAsync_DoesNotCountTheAttempt()
    {
        Batch batch = await Store.SealBatchAsync(Clock);
        await Store.ReleaseChunkAsync(await Store.ClaimAsync(batch.Id), CancellationToken.None);

        Assert.Equal(1, (await Store.ClaimAsync(batch.Id)).Attempt);
    }

    [Fact]
    public async Task FailChunkAsync_LeavesItsDocumentsUnprocessed()
    {
        Batch batch = await Store.SealBatchAsync(Clock);

        Assert.Equal(ChunkCommit.RecordedLast,
            await Store.FailChunkAsync(await Store.ClaimAsync(batch.Id), "gave up", CancellationToken.None));

        Batch ended = await Store.ReadAsync(batch.Id);
        Assert.Equal((BatchStatus.Finalizing, 10L), (ended.Status, ended.Progress.NotProcessed));
        Assert.Equal("failed", Assert.Single(await Store.ChunksAsync(batch)).State);
    }

    private async Task ExpireAsync()
    {
        Clock.Advance(61);
        Assert.Equal(1, await Store.RequeueExpiredChunksAsync(CancellationToken.None));
    }
}
