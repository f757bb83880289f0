using BatchProcessing.Batches;
using BatchProcessing.Chunks;

namespace BatchProcessing.Server.Tests.Storage;

public abstract partial class BatchStoreContract
{
    [Fact]
    public async Task CompleteChunkAsync_FlipsTheBatchOnce_WhenEightCommitAtATime()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 48);

        ChunkCommit[][] commits = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => DrainAsync(batch.Id))));

        ChunkCommit[] all = [.. commits.SelectMany(c => c)];
        Assert.Equal(48, all.Length);
        Assert.Single(all, c => c == ChunkCommit.RecordedLast);
        Assert.Equal(47, all.Count(c => c == ChunkCommit.Recorded));
        Assert.Equal(BatchStatus.Finalizing, (await Store.ReadAsync(batch.Id)).Status);
    }

    [Fact]
    public async Task ClaimFinalizationAsync_IsNull_BeforeTheLastChunk()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 2);
        Assert.Null(await FinalizeAsync(batch.Id));
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id));

        Assert.Null(await FinalizeAsync(batch.Id));
    }

    [Fact]
    public async Task ClaimFinalizationAsync_IsGivenToOne_UntilItsLeaseExpires()
    {
        Batch batch = await SealDoneAsync();
        FinalizeLease? first = await FinalizeAsync(batch.Id);
        Assert.NotNull(first);
        Assert.Null(await FinalizeAsync(batch.Id));

        Clock.Advance(61);
        FinalizeLease? second = await FinalizeAsync(batch.Id);

        Assert.NotNull(second);
        Assert.False(await Store.EndBatchAsync(first, BatchStatus.Completed, CancellationToken.None));
        Assert.True(await Store.EndBatchAsync(second, BatchStatus.Completed, CancellationToken.None));
        Assert.False(await Store.EndBatchAsync(second, BatchStatus.Failed, CancellationToken.None));
    }

    [Fact]
    public async Task ClaimFinalizationAsync_GivesTheLedger()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 3);
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id), failed: 4);
        await Store.FailChunkAsync(await Store.ClaimAsync(batch.Id), "gave up", CancellationToken.None);
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id));

        FinalizeLease? lease = await FinalizeAsync(batch.Id);

        Assert.Equal((1, 30L), (lease!.FailedChunks, lease.Ledger.DocumentsInChunks));
        Assert.Equal((16L, 4L, 10L), (lease.Batch.Progress.Succeeded, lease.Batch.Progress.Failed, lease.Batch.Progress.NotProcessed));
    }

    [Fact]
    public async Task EndBatchAsync_RecordsTheEnd()
    {
        Batch batch = await SealDoneAsync();
        FinalizeLease? lease = await FinalizeAsync(batch.Id);
        Clock.Advance(3);

        Assert.True(await Store.EndBatchAsync(lease!, BatchStatus.Completed, CancellationToken.None));

        Batch ended = await Store.ReadAsync(batch.Id);
        Assert.Equal((BatchStatus.Completed, Clock.Now), (ended.Status, ended.EndedAt));
        Assert.True(ended.Version > lease!.Batch.Version);
        Assert.Empty(await Store.ListActiveAsync(CancellationToken.None));
    }

    [Fact]
    public async Task EmptyBatch_EndsWithoutAChunk()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 0);
        Assert.Equal(BatchStatus.Finalizing, Assert.Single(await Store.ListActiveAsync(CancellationToken.None)).Status);
        Assert.Null(await Store.TryClaimAsync(batch.Id));

        FinalizeLease? lease = await FinalizeAsync(batch.Id);

        Assert.Equal((0, 0L), (lease!.FailedChunks, lease.Ledger.DocumentsInChunks));
        Assert.True(await Store.EndBatchAsync(lease, BatchStatus.Completed, CancellationToken.None));
    }

    private async Task<Batch> SealDoneAsync()
    {
        Batch batch = await Store.SealBatchAsync(Clock);
        Assert.Equal(ChunkCommit.RecordedLast, await Store.CompleteAsync(await Store.ClaimAsync(batch.Id)));
        return batch;
    }

    private async Task<ChunkCommit[]> DrainAsync(Guid batchId)
    {
        List<ChunkCommit> commits = [];
        while (await Store.TryClaimAsync(batchId) is { } lease) commits.Add(await Store.CompleteAsync(lease));
        return [.. commits];
    }

    private Task<FinalizeLease?> FinalizeAsync(Guid batchId) =>
        Store.ClaimFinalizationAsync(batchId, StoredBatches.Minute, CancellationToken.None);
}
