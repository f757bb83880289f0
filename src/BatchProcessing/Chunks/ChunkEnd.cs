namespace BatchProcessing.Chunks;

/// <summary>How a claimed chunk left the worker's hands.</summary>
/// <param name="Commit">What was recorded; <see cref="ChunkCommit.LeaseLost"/> when nothing was.</param>
/// <param name="RetryAfter">When the chunk will be tried again, or null.</param>
/// <param name="Next">The next chunk, claimed with the commit, or null.</param>
/// <param name="StepsBack">Whether the pump leaves its other chunks alone too until <paramref name="RetryAfter"/>.</param>
public readonly record struct ChunkEnd(
    ChunkCommit Commit, TimeSpan? RetryAfter = null, ChunkLease? Next = null, bool StepsBack = false);
