using BatchProcessing.Batches;

namespace BatchProcessing.Chunks;

/// <summary>What processing a chunk came to: recorded in one transaction with the batch's counters.</summary>
public sealed record ChunkOutcome
{
    /// <summary>The blob of result lines, one a document.</summary>
    public required string ResultBlob { get; init; }

    /// <summary>Bytes of that blob.</summary>
    public required long ResultLength { get; init; }

    /// <summary>Documents with results.</summary>
    public required int Succeeded { get; init; }

    /// <summary>Documents with an error.</summary>
    public required int Failed { get; init; }

    /// <summary>Labels and error codes counted over the chunk.</summary>
    public required Tally Tally { get; init; }
}
