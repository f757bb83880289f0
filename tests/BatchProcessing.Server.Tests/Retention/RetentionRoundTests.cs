using BatchProcessing.Batches;
using BatchProcessing.Blobs;
using BatchProcessing.Chunks;
using BatchProcessing.Outages;
using BatchProcessing.Server.Tests.Batches;
using BatchProcessing.Server.Tests.Storage;
using BatchProcessing.Webhooks;

namespace BatchProcessing.Server.Tests.Retention;

/// <summary>A real store and blob folder under a clock that the test moves.</summary>
public sealed class RetentionRoundTests
{
    private const double SevenDays = 7 * 24 * 3600;
    private const double Hour = 3600;

    [Fact]
    public async Task RunAsync_RemovesRowsAndBlobs_OfBatchesThatEndedSevenDaysAgo()
    {
        await using var service = new SubmissionFixture();
        Batch old = await EndedAsync(service, await service.SealAsync(rows: 25));
        Batch running = await service.SealAsync(rows: 5);
        service.Clock.Advance(1);
        Batch newer = await EndedAsync(service, await service.SealAsync(rows: 5));
        service.Clock.Advance(SevenDays - 1);

        await service.Retention.RunAsync(CancellationToken.None);

        Assert.Null(await service.Store.GetAsync(old.Id, CancellationToken.None));
        Assert.NotNull(await service.Store.GetAsync(running.Id, CancellationToken.None));
        Assert.NotNull(await service.Store.GetAsync(newer.Id, CancellationToken.None));
        Assert.DoesNotContain(service.Blobs, b => b.Contains(old.Id.ToString("N"), StringComparison.Ordinal));
        Assert.Equal(3, service.Blobs.Length); // one input of the running, input and result of the newer
        Assert.Empty(await service.Store.ListDiscardedAsync(CancellationToken.None));
    }

    [Fact]
    public async Task RunAsync_RemovesEverythingThatIsDue_WhenItIsMoreThanAPage()
    {
        await using var service = new SubmissionFixture();
        for (int i = 0; i < 103; i++)
        {
            Batch batch = await service.Store.SealBatchAsync(service.Clock, chunks: 0);
            FinalizeLease? lease = await service.Store.ClaimFinalizationAsync(batch.Id, StoredBatches.Minute, CancellationToken.None);
            await service.Store.EndBatchAsync(lease!, BatchStatus.Completed, CancellationToken.None);
        }

        service.Clock.Advance(SevenDays);
        await service.Retention.RunAsync(CancellationToken.None);

        Assert.Empty((await service.Store.ListAsync(new BatchQuery("default", null, null, null, 1000), CancellationToken.None)).Batches);
    }

    [Fact]
    public async Task RunAsync_ForgetsDeliveries_WhenItsDutiesOfBlobsFail()
    {
        await using var service = new SubmissionFixture();
        Batch old = await EndedAsync(service, await service.Store.SealBatchAsync(service.Clock, chunks: 0, webhookUrl: "https://receiver.example/"));
        DeliveryLease? lease = await service.Deliveries.ClaimAsync(StoredBatches.Minute, perHost: 1, [], CancellationToken.None);
        Assert.True(await service.Deliveries.DeliverAsync(lease!, new DeliveryAttempt(204, null, TimeSpan.Zero), CancellationToken.None));
        Assert.True(await service.Store.DeleteAsync(old.Id, endedFor: null, CancellationToken.None));
        service.Clock.Advance(SevenDays);
        await EndedAsync(service, await service.SealAsync(rows: 10));
        service.Clock.Advance(2 * Hour);
        service.Connection.Unreached = 1;

        await Assert.ThrowsAsync<OutageException>(() => service.Retention.RunAsync(CancellationToken.None));

        Assert.Empty(await service.Deliveries.ListAsync(new DeliveryQuery("default", BatchId: old.Id) { Limit = 1 }, CancellationToken.None));
    }

    [Fact]
    public async Task RunAsync_DeletesResultsThatNothingNames_AfterTheGraceTimeOnly()
    {
        await using var service = new SubmissionFixture();
        Batch batch = await service.SealAsync(rows: 10);
        string frozen = await service.WriteBlobAsync(BlobName.Result(batch.Id, 0, run: 1, fence: 99));
        await EndedAsync(service, batch, failed: 2);
        string superseded = Assert.Single(await service.Store.ChunksAsync(batch)).ResultBlob!;
        await service.Store.RetryAsync(batch.Id, CancellationToken.None);
        service.Clock.Advance(2 * Hour);
        await service.Retention.RunAsync(CancellationToken.None);
        Assert.True(Has(service, superseded) && Has(service, frozen));

        await EndedAsync(service, batch);
        service.Clock.Advance(Hour - 1);
        await service.Retention.RunAsync(CancellationToken.None);
        Assert.True(Has(service, superseded) && Has(service, frozen));
        service.Clock.Advance(1);
        await service.Retention.RunAsync(CancellationToken.None);

        Assert.False(Has(service, superseded) || Has(service, frozen));
        Assert.True(Has(service, Assert.Single(await service.Store.ChunksAsync(batch)).ResultBlob!));
        Assert.True(Has(service, BlobName.Input(batch.Id, 0)));
    }

    [Fact]
    public async Task RunAsync_DeletesAResult_ThatAFrozenWorkerWroteAfterTheBatchWasTidied()
    {
        await using var service = new SubmissionFixture();
        Batch batch = await EndedAsync(service, await service.SealAsync(rows: 10));
        service.Clock.Advance(Hour);
        await service.Retention.RunAsync(CancellationToken.None);
        service.Clock.Advance(1);
        string late = await service.WriteBlobAsync(BlobName.Result(batch.Id, 0, run: 1, fence: 99));
        await service.Retention.RunAsync(CancellationToken.None);
        Assert.True(Has(service, late));
        service.Clock.Advance(Hour + 1);

        await service.Retention.RunAsync(CancellationToken.None);

        Assert.False(Has(service, late));
        Assert.True(Has(service, Assert.Single(await service.Store.ChunksAsync(batch)).ResultBlob!));
    }

    [Fact]
    public async Task RunAsync_DeletesNoFolder_WhenTheBlobsBelongToAnotherDatabase()
    {
        await using var service = new SubmissionFixture();
        string foreign = await service.WriteBlobAsync(BlobName.Input(Guid.CreateVersion7(), 0));
        string mark = await service.WriteBlobAsync(BlobName.Owner(Guid.NewGuid()));
        service.Clock.Advance(Hour + 1);
        await service.Retention.RunAsync(CancellationToken.None);
        Assert.True(Has(service, foreign));

        await service.DeleteBlobAsync(mark);
        await service.Retention.RunAsync(CancellationToken.None);

        Assert.False(Has(service, foreign));
    }

    [Fact]
    public async Task RunAsync_DeletesFoldersOfNobody_AndNeverThoseOfUploadsInProgress()
    {
        await using var service = new SubmissionFixture();
        string orphan = await service.WriteBlobAsync(BlobName.Result(Guid.CreateVersion7(), 0, run: 1, fence: 1));
        string model = await service.WriteBlobAsync("models/0197c3f46a517d58a021a855331a8454/checksum");
        await using Upload upload = await service.BeginAsync();
        string input = await service.WriteBlobAsync(BlobName.Input(upload.BatchId, 0));
        service.Clock.Advance(Hour);
        await service.Retention.RunAsync(CancellationToken.None);
        Assert.True(Has(service, orphan));
        string young = await service.WriteBlobAsync(BlobName.Input(Guid.CreateVersion7(), 0));
        service.Clock.Advance(0.001);

        await service.Retention.RunAsync(CancellationToken.None);

        Assert.False(Has(service, orphan));
        Assert.True(Has(service, model) && Has(service, input) && Has(service, young));
    }

    [Fact]
    public async Task Sweep_DeletesBlobsOfADeletedBatch_WhenTheProcessDiedBetween()
    {
        await using var service = new SubmissionFixture();
        Batch batch = await EndedAsync(service, await service.SealAsync(rows: 25));
        Assert.True(await service.Store.DeleteAsync(batch.Id, endedFor: null, CancellationToken.None));
        Assert.NotEmpty(service.Blobs);

        await service.Sweeper.RunAsync(CancellationToken.None);

        Assert.Empty(service.Blobs);
        Assert.Empty(await service.Store.ListDiscardedAsync(CancellationToken.None));
    }

    /// <summary>Takes a batch to its end as workers do, result blobs and all.</summary>
    private static async Task<Batch> EndedAsync(SubmissionFixture service, Batch batch, int failed = 0)
    {
        while (await service.Store.TryClaimAsync(batch.Id) is { } lease)
        {
            string name = await service.WriteBlobAsync(BlobName.Result(batch.Id, lease.Chunk.FirstOrdinal, lease.Run, lease.Fence));
            ChunkOutcome outcome = StoredBatches.Outcome(lease, failed) with { ResultBlob = name };
            Assert.NotEqual(ChunkCommit.LeaseLost, await service.Store.CompleteChunkAsync(lease, outcome, CancellationToken.None));
        }

        FinalizeLease? end = await service.Store.ClaimFinalizationAsync(batch.Id, StoredBatches.Minute, CancellationToken.None);
        Assert.True(await service.Store.EndBatchAsync(end!, BatchStatus.Completed, CancellationToken.None));
        return await service.Store.ReadAsync(batch.Id);
    }

    private static bool Has(SubmissionFixture service, string blob) => service.Blobs.Any(b => b.Replace('\\', '/').EndsWith(blob, StringComparison.Ordinal));
}
