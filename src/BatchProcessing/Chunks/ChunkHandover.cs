namespace BatchProcessing.Chunks;

/// <summary>What recording one chunk and claiming the next came to.</summary>
/// <param name="Commit">What was recorded.</param>
/// <param name="Next">The claim on the next chunk, or null when there is none to claim.</param>
public readonly record struct ChunkHandover(ChunkCommit Commit, ChunkLease? Next);
