namespace BatchProcessing.Batches;

/// <summary>A batch was asked to make a move that its status does not allow.</summary>
/// <param name="status">Where the batch is.</param>
/// <param name="move">The name of the refused move.</param>
public sealed class IllegalBatchMoveException(BatchStatus status, string move)
    : InvalidOperationException($"A batch that is {status.ToWire()} cannot {move.ToLowerInvariant()}.")
{
    /// <summary>Where the batch is.</summary>
    public BatchStatus Status { get; } = status;

    /// <summary>The name of the refused move.</summary>
    public string Move { get; } = move;
}
