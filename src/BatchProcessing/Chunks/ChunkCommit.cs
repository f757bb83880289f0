namespace BatchProcessing.Chunks;

/// <summary>What a commit of a chunk changed.</summary>
public enum ChunkCommit
{
    /// <summary>Nothing: the lease was lost to a later claim.</summary>
    LeaseLost,

    /// <summary>The chunk is recorded; others are still open.</summary>
    Recorded,

    /// <summary>The chunk is recorded and was the last one: the batch is finalizing.</summary>
    RecordedLast,
}
