using BatchProcessing.Chunks;
using Microsoft.Extensions.Logging;

namespace BatchProcessing.Suspects;

/// <summary>
/// Reads, at start, the traces of an earlier process of this node. What its workers held is put back uncharged; the
/// documents that were being analysed become suspects, and a suspect that was alone has killed its process.
/// </summary>
public sealed class CrashRecovery(ISuspectStore store, SuspectInput input, Breadcrumbs crumbs, ILogger<CrashRecovery> logger)
{
    /// <summary>Puts back what the earlier process held, then begins the traces of this one.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (Crumb crumb in crumbs.Earlier)
        {
            ChunkLease? lease = await store.FindLeasedAsync(crumb.BatchId, crumb.FirstOrdinal, crumb.Fence, cancellationToken);
            if (lease is not null && crumb.Place != Breadcrumb.Outside) await PutBackAsync(lease, crumb.Place, cancellationToken);
        }

        if (crumbs.EarlierOwner is { } owner) await store.ReleaseAllAsync(owner, cancellationToken);

        crumbs.Begin();
    }

    private async Task PutBackAsync(ChunkLease lease, long place, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChunkPart> parts = await JudgeAsync(lease, place, cancellationToken);
        string reason = place >= 0 ? $"the process ended at document {place}" : "the process ended";
        await store.PutBackAsync(lease, parts, TimeSpan.Zero, reason, cancellationToken);
        logger.LogWarning("Batch {BatchId}: chunk {Ordinal} is put back in {Parts} parts: {Reason}",
            lease.BatchId, lease.Chunk.FirstOrdinal, parts.Count, reason);
    }

    private async Task<IReadOnlyList<ChunkPart>> JudgeAsync(ChunkLease lease, long place, CancellationToken cancellationToken)
    {
        ChunkFaults faults = lease.Faults;
        try
        {
            if (faults.IsSuspect) return [new ChunkPart(lease.Chunk, faults with { Deaths = faults.Deaths + 1 }, lease.Previous)];
            return place >= 0
                ? await input.IsolateAsync(lease, place, cancellationToken)
                : await input.NarrowAsync(lease, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentOutOfRangeException or IOException)
        {
            // Its input cannot be cut, or not now: no reason not to start. Should it kill again, the loss counts towards the next try.
            logger.LogError(e, "Batch {BatchId}: chunk {Ordinal} cannot be cut", lease.BatchId, lease.Chunk.FirstOrdinal);
            return [new ChunkPart(lease.Chunk, faults with { Losses = faults.Losses + 1 }, lease.Previous)];
        }
    }
}
