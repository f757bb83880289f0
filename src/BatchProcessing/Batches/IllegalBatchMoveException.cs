namespace BatchProcessing.Batches;

/// <summary>A batch was asked to make a move that its status does not allow.</summary>
/// <param name="status">Where the batch is.</param>
/// <param name="move">The name of the refused move.</param>
/// <param name="reason">Why, when its status alone does not say it, or null.</param>
public sealed class IllegalBatchMoveException(BatchStatus status, string move, string? reason = null)
    : InvalidOperationException($"A batch that is {status.ToWire()} allows no {move.ToLowerInvariant()}{(reason is null ? "" : $": {reason}")}.")
{
    /// <summary>Where the batch is.</summary>
    public BatchStatus Status { get; } = status;

    /// <summary>The name of the refused move.</summary>
    public string Move { get; } = move;
}
