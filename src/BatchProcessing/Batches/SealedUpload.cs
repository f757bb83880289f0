using BatchProcessing.Chunks;
using BatchProcessing.Documents;
using BatchProcessing.Idempotency;
using BatchProcessing.Tenants;

namespace BatchProcessing.Batches;

/// <summary>A whole upload: everything that one transaction makes durable and visible.</summary>
/// <param name="Batch">The batch it becomes.</param>
/// <param name="Chunks">The batch's chunks.</param>
public sealed record SealedUpload(Batch Batch, IReadOnlyList<Chunk> Chunks)
{
    /// <summary>The files it was read from, in their order.</summary>
    public IReadOnlyList<SourceFile> Sources { get; init; } = [];

    /// <summary>What the tenant may have, this upload included; null for no quota.</summary>
    public DocumentQuota? Quota { get; init; }

    /// <summary>What is recorded under the upload's key, or null when it has none.</summary>
    public IdempotencyClaim? Idempotency { get; init; }
}
