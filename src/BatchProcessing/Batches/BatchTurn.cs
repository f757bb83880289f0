using BatchProcessing.Chunks;

namespace BatchProcessing.Batches;

/// <summary>A batch whose turn it is, with a first chunk of it.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Lease">The claim of the chunk.</param>
public sealed record BatchTurn(Batch Batch, ChunkLease Lease);
