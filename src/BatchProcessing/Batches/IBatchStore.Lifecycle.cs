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
}
