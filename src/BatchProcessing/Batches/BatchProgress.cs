namespace BatchProcessing.Batches;

/// <summary>The counters of a batch. They change only in the transaction that ends a chunk.</summary>
public sealed record BatchProgress
{
    /// <summary>Nothing counted yet.</summary>
    public static BatchProgress None { get; } = new();

    /// <summary>Documents with results.</summary>
    public long Succeeded { get; init; }

    /// <summary>Documents that ended with an error.</summary>
    public long Failed { get; init; }

    /// <summary>Documents that a cancelled or failed batch left without a result.</summary>
    public long NotProcessed { get; init; }

    /// <summary>Of those that succeeded, the ones whose results this run took over from the one before.</summary>
    public long Kept { get; init; }

    /// <summary>Chunks of the batch.</summary>
    public int ChunkTotal { get; init; }

    /// <summary>Chunks that have ended.</summary>
    public int ChunksDone { get; init; }

    /// <summary>Labels by analysis and errors by code.</summary>
    public Tally Tally { get; init; } = new();
}
