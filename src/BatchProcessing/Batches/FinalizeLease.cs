using BatchProcessing.Jobs;

namespace BatchProcessing.Batches;

/// <summary>The right to end one batch, with a fencing token of its own.</summary>
/// <param name="Batch">The batch as it was when the right was taken.</param>
/// <param name="Fence">The token: ending with an older one changes nothing.</param>
/// <param name="FailedChunks">Chunks that were given up.</param>
/// <param name="Ledger">The sums that must agree before it ends.</param>
public sealed record FinalizeLease(Batch Batch, long Fence, int FailedChunks, BatchLedger Ledger)
{
    /// <summary>When the right was taken.</summary>
    public required DateTimeOffset ClaimedAt { get; init; }

    /// <summary>Who ends the batch, which its row remembers; null when nobody needs to know.</summary>
    public WorkPlace? Place { get; init; }
}
