using BatchProcessing.Jobs;

namespace BatchProcessing.Chunks;

/// <summary>Who claims a chunk.</summary>
/// <param name="Name">The name that the lease carries: a process's own, like no other's.</param>
/// <param name="Place">The node and the job, which the chunk remembers; null when nobody needs to know.</param>
public sealed record ChunkOwner(string Name, WorkPlace? Place = null);
