using BatchProcessing.Blobs;
using BatchProcessing.Faults;
using Microsoft.Extensions.Logging;

namespace BatchProcessing.Batches;

/// <summary>Ends a batch whose chunks have all ended: checks the ledger, then records the end.</summary>
public sealed class BatchFinalizer(IBatchStore store, IBlobStore blobs, ILogger<BatchFinalizer> logger)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>Ends the batch if it is finalizing and nobody else is at it.</summary>
    /// <exception cref="LedgerException">The counts do not add up; the batch stays finalizing for a person to look at.</exception>
    public async Task RunAsync(Guid batchId, CancellationToken cancellationToken)
    {
        if (await store.ClaimFinalizationAsync(batchId, Lease, cancellationToken) is not { } lease) return;
        CheckLedger(lease);
        await blobs.SealFolderAsync(BlobName.ResultFolder(batchId), cancellationToken);
        BatchStatus end = lease.FailedChunks > 0 ? lease.Batch.Status.Fail() : lease.Batch.Status.Complete();
        if (!await store.EndBatchAsync(lease, end, cancellationToken)) return;
        FaultPoint.Reach(FaultPoint.AfterTerminalCommit);
        logger.LogInformation("Batch {BatchId}: {Status}, {Succeeded} of {Documents} documents succeeded",
            batchId, end.ToWire(), lease.Batch.Progress.Succeeded, lease.Batch.DocumentCount);
    }

    private static void CheckLedger(FinalizeLease lease)
    {
        Batch batch = lease.Batch;
        BatchProgress p = batch.Progress;
        long counted = p.Succeeded + p.Failed + p.NotProcessed;
        if (counted == batch.DocumentCount && lease.DocumentsInChunks == batch.DocumentCount) return;
        throw new LedgerException(
            $"Batch {batch.Id}: {batch.DocumentCount} documents came in, {counted} are counted and {lease.DocumentsInChunks} are in chunks.");
    }
}
