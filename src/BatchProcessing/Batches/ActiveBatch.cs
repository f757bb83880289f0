using BatchProcessing.Jobs;

namespace BatchProcessing.Batches;

/// <summary>A batch that still needs the engine.</summary>
/// <param name="Id">The batch.</param>
/// <param name="TenantId">Whose it is.</param>
/// <param name="Lane">Where its pumps run.</param>
/// <param name="Status">Queued, running, finalizing or cancelling.</param>
/// <param name="ClaimableChunks">Chunks that a pump could claim now.</param>
public sealed record ActiveBatch(Guid Id, string TenantId, Lane Lane, BatchStatus Status, int ClaimableChunks);
