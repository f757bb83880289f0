namespace BatchProcessing.Batches;

// What callers do to batches: each move is one guarded write, and null when the guard did not let it.
public partial interface IBatchStore
{
    /// <summary>Asks a batch to stop: any status before the end → <c>cancelling</c>. No chunk row is touched.</summary>
    /// <returns>The batch after the move, or null when it has ended or is cancelling already.</returns>
    Task<Batch?> CancelAsync(Guid batchId, CancellationToken cancellationToken);

    /// <summary>Stops handing out chunks: <c>queued</c> or <c>running</c> → <c>paused</c>.</summary>
    /// <returns>The batch after the move, or null when it was in another status.</returns>
    Task<Batch?> PauseAsync(Guid batchId, CancellationToken cancellationToken);

    /// <summary>Hands out chunks again: <c>paused</c> → <c>running</c>, or <c>queued</c> when none ever was.</summary>
    /// <returns>The batch after the move, or null when it was in another status.</returns>
    Task<Batch?> ResumeAsync(Guid batchId, CancellationToken cancellationToken);

    /// <summary>
    /// Begins the next run of an ended batch: chunks with a document that has not succeeded, or that were given up, wait
    /// again, and what failed or was not processed is counted no more. What has succeeded stays as it is. The run waits,
    /// as the first one did, for a predecessor that has not ended and for a time that has not come.
    /// </summary>
    /// <returns>The batch after the move, or null when it has not ended, or everything has succeeded and no chunk was given up.</returns>
    Task<Batch?> RetryAsync(Guid batchId, CancellationToken cancellationToken);

    /// <summary>
    /// Moves every awaiting batch on whose condition is met, to <c>queued</c> (<c>finalizing</c> when it has no chunk), and
    /// every one whose condition cannot be met any more, to <c>cancelling</c>.
    /// </summary>
    /// <returns>The batches after the move.</returns>
    Task<IReadOnlyList<Batch>> PromoteAsync(CancellationToken cancellationToken);

    /// <summary>The same for the batches that wait for one batch; nothing is moved while that has not ended.</summary>
    /// <returns>The batches after the move.</returns>
    Task<IReadOnlyList<Batch>> PromoteSuccessorsAsync(Guid predecessorId, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the rows of an ended batch and remembers its folder until its blobs are deleted. Batches that wait for it
    /// are moved on as by <see cref="PromoteAsync"/>, or wait for their time alone.
    /// </summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="endedFor">How long ago it must have ended, or null for any time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when there is no such batch or it has not ended so long ago.</returns>
    Task<bool> DeleteAsync(Guid batchId, TimeSpan? endedFor, CancellationToken cancellationToken);

    /// <summary>Folders of deleted batches whose blobs are still to be deleted.</summary>
    Task<IReadOnlyList<string>> ListDiscardedAsync(CancellationToken cancellationToken);

    /// <summary>Forgets a folder whose blobs have been deleted.</summary>
    Task ForgetDiscardedAsync(string folder, CancellationToken cancellationToken);
}
