using BatchProcessing.Batches;
using BatchProcessing.Chunks;

namespace BatchProcessing.Server.Tests.Storage;

public abstract partial class BatchStoreContract
{
    [Fact]
    public async Task CompleteChunkAsync_StopsTheBatch_WithTheCommitThatGoesBeyondItsFailureLimit()
    {
        Batch batch = await SealLimitedAsync(new FailureLimit(0.3, 20), chunks: 5);
        ChunkLease inHand = await Store.ClaimAsync(batch.Id);
        Assert.Equal(ChunkCommit.Recorded, await Store.CompleteAsync(await Store.ClaimAsync(batch.Id), failed: 10));
        Assert.Equal(BatchStatus.Running, (await Store.ReadAsync(batch.Id)).Status);

        Assert.Equal(new ChunkHandover(ChunkCommit.Recorded, null), await Store.HandOverAsync(await Store.ClaimAsync(batch.Id)));

        Batch stopped = await Store.ReadAsync(batch.Id);
        Assert.Equal((BatchStatus.Finalizing, StopReason.FailureThreshold), (stopped.Status, stopped.StopReason));
        Assert.Null(await Store.TryClaimAsync(batch.Id));
        Assert.Null(await FinalizeAsync(batch.Id));
        Assert.Equal(ChunkCommit.RecordedLast, await Store.CompleteAsync(inHand));
        FinalizeLease? lease = await FinalizeAsync(batch.Id);
        Assert.Equal((20L, 10L, 20L), (lease!.Batch.Progress.Succeeded, lease.Batch.Progress.Failed, lease.Batch.Progress.NotProcessed));
        Assert.True(await Store.EndBatchAsync(lease, BatchStatus.Failed, CancellationToken.None));
        await CheckRowsAsync(batch.Id);
    }

    [Theory]
    [InlineData(0.29, 100, 29, false)] // 29 of 100 are not more than 0.29
    [InlineData(0.28, 100, 29, true)]
    [InlineData(0.28, 101, 29, false)]
    [InlineData(0, 100, 0, false)]
    [InlineData(0, 100, 1, true)]
    [InlineData(1, 100, 100, false)]
    public async Task CompleteChunkAsync_StopsTheBatch_OnlyBeyondTheRatioAndWithTheSample(double ratio, long sample, int failed, bool stops)
    {
        Batch batch = await SealLimitedAsync(new FailureLimit(ratio, sample), chunks: 11);
        for (int i = 0; i < 10; i++)
        {
            int here = Math.Clamp(failed - (10 * i), 0, 10);
            await Store.CompleteAsync(await Store.ClaimAsync(batch.Id), here);
        }

        Batch now = await Store.ReadAsync(batch.Id);

        Assert.Equal(stops ? BatchStatus.Finalizing : BatchStatus.Running, now.Status);
        Assert.Equal(stops ? StopReason.FailureThreshold : null, now.StopReason);
        Assert.Equal(new FailureLimit(ratio, sample), now.FailureLimit);
    }

    [Fact]
    public async Task FailChunkAsync_CountsAgainstTheFailureLimit()
    {
        Batch batch = await SealLimitedAsync(new FailureLimit(0.5, 10), chunks: 3);

        await Store.FailChunkAsync(await Store.ClaimAsync(batch.Id), "gave up", CancellationToken.None);

        Assert.Equal(StopReason.FailureThreshold, (await Store.ReadAsync(batch.Id)).StopReason);
    }

    [Fact]
    public async Task RetryAsync_ForgetsWhyTheBatchWasStopped()
    {
        Batch batch = await SealLimitedAsync(new FailureLimit(0.5, 10), chunks: 3);
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id), failed: 10);
        await EndAsync(batch.Id, BatchStatus.Failed);

        await Store.RetryAsync(batch.Id, CancellationToken.None);

        Assert.Null((await Store.ReadAsync(batch.Id)).StopReason);
        for (int i = 0; i < 3; i++) await Store.CompleteAsync(await Store.ClaimAsync(batch.Id), failed: 1);
        Assert.Null((await Store.ReadAsync(batch.Id)).StopReason);
    }

    private async Task<Batch> SealLimitedAsync(FailureLimit limit, int chunks)
    {
        Guid id = await BeginAsync();
        Batch batch = StoredBatches.NewBatch(id, Clock, chunks) with { FailureLimit = limit };
        Assert.True(await Store.SealAsync(new SealedUpload(batch, StoredBatches.ChunksOf(id, chunks)), CancellationToken.None));
        return batch;
    }
}
