using BatchProcessing.Chunks;
using BatchProcessing.Documents;

namespace BatchProcessing.Batches;

/// <summary>A whole upload: everything that one transaction makes durable and visible.</summary>
/// <param name="Batch">The batch it becomes.</param>
/// <param name="Chunks">The batch's chunks.</param>
public sealed record SealedUpload(Batch Batch, IReadOnlyList<Chunk> Chunks)
{
    /// <summary>The files it was read from, in their order.</summary>
    public IReadOnlyList<SourceFile> Sources { get; init; } = [];
}
