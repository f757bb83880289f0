namespace BatchProcessing.Batches;

/// <summary>
/// The legal moves of a batch, one named method each. A move returns the new status and throws
/// <see cref="IllegalBatchMoveException"/> when the batch is not where the move starts. The store guards
/// every move a second time with the same starting states in its UPDATE.
/// </summary>
public static class BatchLifecycle
{
    /// <summary>The first chunk is claimed: <c>queued</c> → <c>running</c>.</summary>
    public static BatchStatus Start(this BatchStatus status) =>
        Move(status, nameof(Start), BatchStatus.Running, BatchStatus.Queued);

    /// <summary>The last chunk has ended: <c>running</c> or <c>paused</c> → <c>finalizing</c>.</summary>
    public static BatchStatus BeginFinalizing(this BatchStatus status) =>
        Move(status, nameof(BeginFinalizing), BatchStatus.Finalizing, BatchStatus.Running, BatchStatus.Paused);

    /// <summary>The ledger holds: <c>finalizing</c> → <c>completed</c>.</summary>
    public static BatchStatus Complete(this BatchStatus status) =>
        Move(status, nameof(Complete), BatchStatus.Completed, BatchStatus.Finalizing);

    /// <summary>Chunks had to be given up: <c>finalizing</c> → <c>failed</c>.</summary>
    public static BatchStatus Fail(this BatchStatus status) =>
        Move(status, nameof(Fail), BatchStatus.Failed, BatchStatus.Finalizing);

    /// <summary>Its predecessor or its time has come: <c>awaiting</c> → <c>queued</c>, or <c>finalizing</c> when it has no chunk.</summary>
    public static BatchStatus Promote(this BatchStatus status, bool isEmpty) =>
        Move(status, nameof(Promote), isEmpty ? BatchStatus.Finalizing : BatchStatus.Queued, BatchStatus.Awaiting);

    /// <summary>No further chunk is handed out: <c>queued</c> or <c>running</c> → <c>paused</c>.</summary>
    public static BatchStatus Pause(this BatchStatus status) =>
        Move(status, nameof(Pause), BatchStatus.Paused, BatchStatus.Queued, BatchStatus.Running);

    /// <summary>Chunks are handed out again: <c>paused</c> → <c>running</c>, or <c>queued</c> when none ever was.</summary>
    public static BatchStatus Resume(this BatchStatus status, bool hasStarted) =>
        Move(status, nameof(Resume), hasStarted ? BatchStatus.Running : BatchStatus.Queued, BatchStatus.Paused);

    /// <summary>Somebody wants it to stop: any status before the end → <c>cancelling</c>.</summary>
    public static BatchStatus Cancel(this BatchStatus status) => Move(
        status, nameof(Cancel), BatchStatus.Cancelling,
        BatchStatus.Awaiting, BatchStatus.Queued, BatchStatus.Running, BatchStatus.Paused, BatchStatus.Finalizing);

    /// <summary>The last chunk in hand has ended: <c>cancelling</c> → <c>cancelled</c>.</summary>
    public static BatchStatus FinishCancelling(this BatchStatus status) =>
        Move(status, nameof(FinishCancelling), BatchStatus.Cancelled, BatchStatus.Cancelling);

    /// <summary>
    /// What did not succeed runs again, as the next run: an ended batch → <c>queued</c>, or <c>awaiting</c> while its
    /// predecessor has not ended or its time has not come.
    /// </summary>
    public static BatchStatus Retry(this BatchStatus status, bool hasToWait = false) => Move(
        status, nameof(Retry), hasToWait ? BatchStatus.Awaiting : BatchStatus.Queued,
        BatchStatus.Completed, BatchStatus.Cancelled, BatchStatus.Failed);

    /// <summary>Rows and blobs are removed, which only an ended batch allows.</summary>
    public static void Delete(this BatchStatus status) =>
        Move(status, nameof(Delete), status, BatchStatus.Completed, BatchStatus.Cancelled, BatchStatus.Failed);

    /// <summary>Whether the batch has ended and will not move by itself any more.</summary>
    public static bool IsTerminal(this BatchStatus status) =>
        status is BatchStatus.Completed or BatchStatus.Cancelled or BatchStatus.Failed;

    /// <summary>The status as the API and the store write it, for example <c>queued</c>.</summary>
    public static string ToWire(this BatchStatus status) => status switch
    {
        BatchStatus.Awaiting => "awaiting",
        BatchStatus.Queued => "queued",
        BatchStatus.Running => "running",
        BatchStatus.Paused => "paused",
        BatchStatus.Finalizing => "finalizing",
        BatchStatus.Completed => "completed",
        BatchStatus.Cancelling => "cancelling",
        BatchStatus.Cancelled => "cancelled",
        BatchStatus.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown batch status."),
    };

    /// <summary>Reads a status as <see cref="ToWire"/> writes it.</summary>
    /// <returns>False when <paramref name="text"/> names no status.</returns>
    public static bool TryParse(string? text, out BatchStatus status)
    {
        foreach (BatchStatus candidate in Enum.GetValues<BatchStatus>())
        {
            if (candidate.ToWire() == text)
            {
                status = candidate;
                return true;
            }
        }

        status = default;
        return false;
    }

    /// <summary>Reads a status as <see cref="ToWire"/> writes it.</summary>
    /// <exception cref="FormatException">The text names no status.</exception>
    public static BatchStatus Parse(string text) =>
        TryParse(text, out BatchStatus status) ? status : throw new FormatException($"'{text}' is no batch status.");

    private static BatchStatus Move(BatchStatus from, string move, BatchStatus to, params ReadOnlySpan<BatchStatus> legal) =>
        legal.Contains(from) ? to : throw new IllegalBatchMoveException(from, move);
}
