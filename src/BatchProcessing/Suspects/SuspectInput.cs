using BatchProcessing.Batches;
using BatchProcessing.Blobs;
using BatchProcessing.Chunks;

namespace BatchProcessing.Suspects;

/// <summary>Cuts leased chunks by reading their input, and says what is then known against each part.</summary>
/// <param name="blobs">Where the input is.</param>
public sealed class SuspectInput(IBlobStore blobs)
{
    /// <summary>
    /// The document at which a process died becomes a chunk of its own and a suspect; what stands before and after it is
    /// as innocent as the chunk was.
    /// </summary>
    public async Task<IReadOnlyList<ChunkPart>> IsolateAsync(ChunkLease lease, long ordinal, CancellationToken cancellationToken)
    {
        byte[] lines = await ReadAsync(lease.Chunk, cancellationToken);
        return await PartsAsync(
            lease,
            ChunkSplit.Around(lease.Chunk, lines, ordinal),
            part => part.FirstOrdinal == ordinal ? lease.Faults with { IsSuspect = true } : lease.Faults,
            cancellationToken);
    }

    /// <summary>
    /// A chunk whose worker vanished without a trace: from the second time it is halved, and a single document becomes a
    /// suspect. A suspect that is lost again counts as one that killed its process.
    /// </summary>
    public async Task<IReadOnlyList<ChunkPart>> NarrowAsync(ChunkLease lease, CancellationToken cancellationToken)
    {
        ChunkFaults faults = lease.Faults with { Losses = lease.Faults.Losses + 1 };
        if (faults.IsSuspect) faults = faults with { Deaths = faults.Deaths + 1 };
        IReadOnlyList<Chunk> parts = [lease.Chunk];
        if (faults.Losses >= ChunkFaults.LossLimit && lease.Chunk.DocumentCount > 1)
            parts = ChunkSplit.InHalves(lease.Chunk, await ReadAsync(lease.Chunk, cancellationToken));
        return await PartsAsync(lease, parts, part => faults with { IsSuspect = part.DocumentCount == 1 }, cancellationToken);
    }

    /// <summary>
    /// A chunk that took too long: whole at the first time. Then the document at hand is cut out and has one timeout
    /// against it, while what stands around it has none; where no document was at hand it is halved.
    /// </summary>
    /// <param name="lease">The lease.</param>
    /// <param name="place">Where the worker was: an ordinal or a negative place of <see cref="Breadcrumb"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<ChunkPart>> ShortenAsync(ChunkLease lease, long place, CancellationToken cancellationToken)
    {
        ChunkFaults once = lease.Faults with { Timeouts = 1 };
        if (lease.Faults.Timeouts + 1 < ChunkFaults.TimeoutLimit)
            return await PartsAsync(lease, [lease.Chunk], _ => once, cancellationToken);
        byte[] lines = await ReadAsync(lease.Chunk, cancellationToken);
        return place < 0
            ? await PartsAsync(lease, ChunkSplit.InHalves(lease.Chunk, lines), _ => once, cancellationToken)
            : await PartsAsync(
                lease,
                ChunkSplit.Around(lease.Chunk, lines, place),
                part => part.FirstOrdinal == place ? once : once with { Timeouts = 0 },
                cancellationToken);
    }

    /// <summary>A chunk that is too large for the memory at hand: nothing is held against its halves.</summary>
    public async Task<IReadOnlyList<ChunkPart>> HalveAsync(ChunkLease lease, CancellationToken cancellationToken) => await PartsAsync(
        lease, ChunkSplit.InHalves(lease.Chunk, await ReadAsync(lease.Chunk, cancellationToken)), _ => lease.Faults, cancellationToken);

    private async Task<IReadOnlyList<ChunkPart>> PartsAsync(
        ChunkLease lease, IReadOnlyList<Chunk> parts, Func<Chunk, ChunkFaults> faultsOf, CancellationToken cancellationToken)
    {
        if (parts.Count == 1) return [new ChunkPart(lease.Chunk, faultsOf(lease.Chunk), lease.Previous)];
        KeptLines? kept = await KeptLines.ReadAsync(blobs, lease.Chunk, lease.Previous, cancellationToken);
        return [.. parts.Select(part => new ChunkPart(part, faultsOf(part), ShareOf(lease, part, kept)))];
    }

    private static PreviousResult? ShareOf(ChunkLease lease, Chunk part, KeptLines? kept)
    {
        if (kept is null) return null;
        var tally = new Tally();
        int succeeded = 0;
        int first = (int)(part.FirstOrdinal - lease.Chunk.FirstOrdinal);
        for (int i = first; i < first + part.DocumentCount; i++)
        {
            if (!kept.Has(i)) continue;
            LabelCounts.AddLine(kept.Line(i), tally);
            succeeded++;
        }

        return succeeded == 0 ? null : lease.Previous! with { Succeeded = succeeded, Tally = tally };
    }

    private async Task<byte[]> ReadAsync(Chunk chunk, CancellationToken cancellationToken)
    {
        var lines = new byte[chunk.InputLength];
        await blobs.ReadAsync(chunk.InputBlob, chunk.InputOffset, lines, cancellationToken);
        return lines;
    }
}
