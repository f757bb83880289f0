using BatchProcessing.Chunks;
using Microsoft.Extensions.Logging;

namespace BatchProcessing.Suspects;

/// <summary>
/// Halves chunks that were lost again and again where no trace tells the document: a node that does not come back keeps
/// its traces to itself. Each loss halves the range until one document is left, which then runs alone.
/// </summary>
public sealed class LostChunks(ISuspectStore store, SuspectInput input, ILogger<LostChunks> logger)
{
    /// <summary>Cuts every chunk that is due, before its lease is freed as it is.</summary>
    public async Task SplitAsync(CancellationToken cancellationToken)
    {
        foreach (ChunkLease lease in await store.ListLostAgainAsync(cancellationToken))
        {
            try
            {
                IReadOnlyList<ChunkPart> parts = await input.NarrowAsync(lease, cancellationToken);
                if (!await store.PutBackAsync(lease, parts, TimeSpan.Zero, "lease expired", cancellationToken)) continue;
                logger.LogWarning("Batch {BatchId}: chunk {Ordinal} was lost again and is halved", lease.BatchId, lease.Chunk.FirstOrdinal);
            }
            catch (Exception e) when (e is IOException or InvalidDataException)
            {
                // It is freed whole, and cut when it is lost once more.
                logger.LogWarning(e, "Batch {BatchId}: chunk {Ordinal} cannot be cut now", lease.BatchId, lease.Chunk.FirstOrdinal);
            }
        }
    }
}
