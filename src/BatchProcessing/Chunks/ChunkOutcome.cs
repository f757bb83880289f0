using BatchProcessing.Batches;

namespace BatchProcessing.Chunks;

/// <summary>What processing a chunk came to: recorded in one transaction with the batch's counters.</summary>
public sealed record ChunkOutcome
{
    /// <summary>What a chunk comes to that is given up: only what had succeeded in an earlier run has a result.</summary>
    public static ChunkOutcome Kept(PreviousResult? previous) => new()
    {
        ResultBlob = null,
        ResultLength = 0,
        ResultHash = null,
        ResultLines = null,
        Succeeded = previous?.Succeeded ?? 0,
        Failed = 0,
        Tally = previous?.Tally ?? new Tally(),
    };

    /// <summary>The blob of result lines, one a document; null when there is none.</summary>
    public required string? ResultBlob { get; init; }

    /// <summary>Bytes of that blob.</summary>
    public required long ResultLength { get; init; }

    /// <summary>The SHA-256 of that blob in lower-case hexadecimal.</summary>
    public required string? ResultHash { get; init; }

    /// <summary>Lines of that blob, counted in its bytes.</summary>
    public required int? ResultLines { get; init; }

    /// <summary>Documents with results.</summary>
    public required int Succeeded { get; init; }

    /// <summary>Documents with an error.</summary>
    public required int Failed { get; init; }

    /// <summary>Labels and error codes counted over the chunk.</summary>
    public required Tally Tally { get; init; }
}
