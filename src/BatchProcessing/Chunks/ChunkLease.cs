using BatchProcessing.Suspects;

namespace BatchProcessing.Chunks;

/// <summary>A worker's right to one chunk until a time. The fence tells this claim from every earlier and later one.</summary>
public sealed record ChunkLease
{
    /// <summary>The batch of the chunk.</summary>
    public required Guid BatchId { get; init; }

    /// <summary>The batch's generation.</summary>
    public required int Run { get; init; }

    /// <summary>The chunk.</summary>
    public required Chunk Chunk { get; init; }

    /// <summary>The fencing token: a commit with an older one changes nothing.</summary>
    public required long Fence { get; init; }

    /// <summary>Which attempt this is, from 1, counted before it runs.</summary>
    public required int Attempt { get; init; }

    /// <summary>What earlier runs left of the chunk, or null.</summary>
    public PreviousResult? Previous { get; init; }

    /// <summary>What is known against the chunk.</summary>
    public ChunkFaults Faults { get; init; }
}
