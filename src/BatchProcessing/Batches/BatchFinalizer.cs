using System.Diagnostics;
using BatchProcessing.Blobs;
using BatchProcessing.Chunks;
using BatchProcessing.Faults;
using BatchProcessing.Jobs;
using BatchProcessing.Telemetry;
using BatchProcessing.Webhooks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Batches;

/// <summary>Ends a batch whose chunks have all ended, or that is to stop: checks the ledger, then records the end.</summary>
public sealed class BatchFinalizer(
    IBatchStore store,
    IBlobStore blobs,
    BatchPromoter promoter,
    DeliveryWaker deliveries,
    IOptions<ChunkOptions> chunks,
    ILogger<BatchFinalizer> logger)
{
    /// <summary>Ends the batch if it can end and nobody else is at it.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="place">Where this runs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LedgerException">The counts do not add up; the batch stays finalizing for a person to look at.</exception>
    public async Task RunAsync(Guid batchId, WorkPlace? place, CancellationToken cancellationToken)
    {
        if (await store.ClaimFinalizationAsync(batchId, chunks.Value.LeaseTime, cancellationToken) is not { } lease) return;
        using Activity? span = BatchTrace.StartEnd(lease.Batch);
        lease.Ledger.Check(lease.Batch);
        await blobs.SealFolderAsync(BlobName.ResultFolder(batchId), cancellationToken);
        BatchStatus end = EndOf(lease);
        if (!await store.EndBatchAsync(lease with { Place = place }, end, cancellationToken)) return;
        FaultPoint.Reach(FaultPoint.AfterTerminalCommit);
        BatchMeter.BatchEnded(lease.Batch, end);
        span?.SetTag("batch.status", end.ToWire());
        logger.LogInformation("Batch {BatchId}: {Status}, {Succeeded} of {Documents} documents succeeded",
            batchId, end.ToWire(), lease.Batch.Progress.Succeeded, lease.Batch.DocumentCount);
        await promoter.TryRunSuccessorsAsync(batchId);
        await deliveries.TryWakeAsync();
    }

    private static BatchStatus EndOf(FinalizeLease lease)
    {
        BatchStatus status = lease.Batch.Status;
        if (status == BatchStatus.Cancelling) return status.FinishCancelling();
        return lease.FailedChunks > 0 || lease.Batch.StopReason is not null ? status.Fail() : status.Complete();
    }
}
