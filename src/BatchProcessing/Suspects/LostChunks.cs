using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Telemetry;
using Microsoft.Extensions.Logging;

namespace BatchProcessing.Suspects;

/// <summary>
/// Puts chunks back whose lease has expired, and halves those that were lost again and again: no trace tells the document,
/// for a node that does not come back keeps its traces to itself. Each loss halves the range until one document is left,
/// which then runs alone.
/// </summary>
public sealed class LostChunks(IBatchStore store, ISuspectStore suspects, SuspectInput input, ILogger<LostChunks> logger)
{
    /// <summary>Puts back every chunk whose lease has expired.</summary>
    public async Task RequeueAsync(CancellationToken cancellationToken)
    {
        await SplitAsync(cancellationToken);
        int requeued = await store.RequeueExpiredChunksAsync(cancellationToken);
        BatchMeter.LeasesExpired(requeued);
        if (requeued > 0) logger.LogWarning("{Count} chunks whose lease expired are queued again", requeued);
    }

    private async Task SplitAsync(CancellationToken cancellationToken)
    {
        foreach (ChunkLease lease in await suspects.ListLostAgainAsync(cancellationToken))
        {
            try
            {
                IReadOnlyList<ChunkPart> parts = await input.NarrowAsync(lease, cancellationToken);
                if (!await suspects.PutBackExpiredAsync(lease, parts, "lease expired", cancellationToken)) continue;
                BatchMeter.LeasesExpired(1);
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
