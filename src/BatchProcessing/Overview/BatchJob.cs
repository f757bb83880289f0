using BatchProcessing.Jobs;

namespace BatchProcessing.Overview;

/// <summary>A job that worked on a batch: it claimed chunks of it, and nobody claimed them after it.</summary>
/// <param name="Place">The node and the job.</param>
/// <param name="Chunks">These chunks.</param>
/// <param name="Running">Those of them that it has in hand now.</param>
/// <param name="Documents">Their documents.</param>
/// <param name="FirstClaim">When it claimed the first of them.</param>
/// <param name="LastChange">When it claimed or ended the last one.</param>
public sealed record BatchJob(
    WorkPlace Place, long Chunks, long Running, long Documents, DateTimeOffset FirstClaim, DateTimeOffset LastChange);
