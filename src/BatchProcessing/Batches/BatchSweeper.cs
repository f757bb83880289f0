using BatchProcessing.Blobs;
using BatchProcessing.Idempotency;
using BatchProcessing.Jobs;
using BatchProcessing.Models;
using BatchProcessing.Outages;
using BatchProcessing.Suspects;
using BatchProcessing.Webhooks;
using Microsoft.Extensions.Logging;

namespace BatchProcessing.Batches;

/// <summary>Heals what a dead worker, a lost job or a broken upload left, so that nobody has to.</summary>
public sealed class BatchSweeper(
    IBatchStore store,
    LostChunks lost,
    DatabaseOutages outages,
    IModelStore models,
    IIdempotencyStore keys,
    IBlobStore blobs,
    IJobEngine engine,
    BatchWaker waker,
    BatchPromoter promoter,
    DeliveryWaker deliveries,
    DiscardedFolders discarded,
    ILogger<BatchSweeper> logger)
{
    /// <summary>Runs one round.</summary>
    /// <exception cref="OutageException">The database or the blob store does not serve; the next round tries again.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!outages.IsRecent) await lost.RequeueAsync(cancellationToken);
        await promoter.RunAsync(cancellationToken);
        await waker.WakeAsync(await store.ListActiveAsync(cancellationToken), cancellationToken);
        await deliveries.WakeAsync(cancellationToken);
        IReadOnlyList<Guid> trainings = await models.ListOpenTrainingsAsync(cancellationToken);
        await engine.EnqueueMissingAsync([.. trainings.Select(Job.TrainModel)], cancellationToken);
        await discarded.DeleteAllAsync(cancellationToken);
        foreach (Guid upload in await store.TakeExpiredUploadsAsync(cancellationToken)) await DropAsync(upload, cancellationToken);
        await keys.DeleteExpiredAsync(cancellationToken);
    }

    private async Task DropAsync(Guid upload, CancellationToken cancellationToken)
    {
        await blobs.DeleteFolderAsync(BlobName.FolderOf(upload), cancellationToken);
        await store.AbandonUploadAsync(upload, cancellationToken);
        logger.LogInformation("Upload {BatchId}: abandoned by its sender and removed", upload);
    }
}
