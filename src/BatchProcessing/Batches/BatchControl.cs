using BatchProcessing.Blobs;
using Microsoft.Extensions.Logging;

namespace BatchProcessing.Batches;

/// <summary>
/// What callers may do to their batches. Every move may be repeated: one that has been made already changes nothing.
/// </summary>
public sealed class BatchControl(IBatchStore store, BatchWaker waker, DiscardedFolders discarded, ILogger<BatchControl> logger)
{
    /// <summary>Stops a batch: chunks in hand finish, the others are never started, results so far stay.</summary>
    /// <returns>The batch, or null when the tenant has no such batch.</returns>
    /// <exception cref="IllegalBatchMoveException">It has ended otherwise.</exception>
    public Task<Batch?> CancelAsync(string tenantId, Guid batchId, CancellationToken cancellationToken) => MoveAsync(
        tenantId, batchId, b => b.Status is BatchStatus.Cancelling or BatchStatus.Cancelled, b => b.Status.Cancel(),
        store.CancelAsync, cancellationToken);

    /// <summary>Holds a batch: chunks in hand finish, no further one starts until it is resumed.</summary>
    /// <returns>The batch, or null when the tenant has no such batch.</returns>
    /// <exception cref="IllegalBatchMoveException">It is neither queued nor running.</exception>
    public Task<Batch?> PauseAsync(string tenantId, Guid batchId, CancellationToken cancellationToken) => MoveAsync(
        tenantId, batchId, b => b.Status == BatchStatus.Paused, b => b.Status.Pause(), store.PauseAsync, cancellationToken);

    /// <summary>Lets a paused batch go on.</summary>
    /// <returns>The batch, or null when the tenant has no such batch.</returns>
    /// <exception cref="IllegalBatchMoveException">It is neither paused nor going already.</exception>
    public Task<Batch?> ResumeAsync(string tenantId, Guid batchId, CancellationToken cancellationToken) => MoveAsync(
        tenantId, batchId, b => b.Status is BatchStatus.Queued or BatchStatus.Running,
        b => b.Status.Resume(hasStarted: b.StartedAt is not null), store.ResumeAsync, cancellationToken);

    /// <summary>Runs again what did not succeed, as the batch's next run. Asked for while that run goes on, it changes nothing.</summary>
    /// <returns>The batch, or null when the tenant has no such batch.</returns>
    /// <exception cref="IllegalBatchMoveException">It has not ended, or everything has succeeded.</exception>
    public Task<Batch?> RetryAsync(string tenantId, Guid batchId, CancellationToken cancellationToken) => MoveAsync(
        tenantId, batchId, IsRunningAgain, b => b.Status.Retry(), (id, token) => TryRetryAsync(tenantId, id, token), cancellationToken);

    /// <summary>Removes an ended batch with all its documents and results.</summary>
    /// <returns>False when the tenant has no such batch.</returns>
    /// <exception cref="IllegalBatchMoveException">It has not ended.</exception>
    public async Task<bool> DeleteAsync(string tenantId, Guid batchId, CancellationToken cancellationToken)
    {
        while (await store.FindAsync(tenantId, batchId, cancellationToken) is { } batch)
        {
            batch.Status.Delete();
            if (!await store.DeleteAsync(batchId, endedFor: null, cancellationToken)) continue; // retried or deleted meanwhile
            logger.LogInformation("Batch {BatchId}: deleted on request", batchId);
            await discarded.DeleteAsync(BlobName.FolderOf(batchId), CancellationToken.None);
            return true;
        }

        return false;
    }

    private static bool IsRunningAgain(Batch batch) => batch.Run > 1
        && batch.Status is BatchStatus.Awaiting or BatchStatus.Queued or BatchStatus.Running or BatchStatus.Paused or BatchStatus.Finalizing;

    private async Task<Batch?> TryRetryAsync(string tenantId, Guid batchId, CancellationToken cancellationToken)
    {
        if (await store.RetryAsync(batchId, cancellationToken) is { } queued) return queued;
        Batch? batch = await store.FindAsync(tenantId, batchId, cancellationToken);
        return batch is { Progress: { Failed: 0, NotProcessed: 0 } } && batch.Status.IsTerminal()
            ? throw new IllegalBatchMoveException(batch.Status, nameof(BatchLifecycle.Retry), "all its documents have succeeded")
            : null;
    }

    private async Task<Batch?> MoveAsync(
        string tenantId,
        Guid batchId,
        Func<Batch, bool> isMade,
        Func<Batch, BatchStatus> move,
        Func<Guid, CancellationToken, Task<Batch?>> write,
        CancellationToken cancellationToken)
    {
        while (await store.FindAsync(tenantId, batchId, cancellationToken) is { } batch)
        {
            if (isMade(batch)) return batch;
            move(batch);
            if (await write(batchId, cancellationToken) is not { } moved) continue; // it moved by itself meanwhile
            logger.LogInformation("Batch {BatchId}: {From} → {To} on request", batchId, batch.Status.ToWire(), moved.Status.ToWire());
            await waker.TryWakeAsync(moved);
            return moved;
        }

        return null;
    }
}
