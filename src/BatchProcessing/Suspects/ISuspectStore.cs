using BatchProcessing.Chunks;

namespace BatchProcessing.Suspects;

/// <summary>
/// What the batch store keeps against chunks whose worker died, vanished or took too long. Every change is guarded by
/// the lease's fence, so that a second or late one changes nothing.
/// </summary>
public interface ISuspectStore
{
    /// <summary>The lease of a chunk that is still leased under this very fence; null when it is not.</summary>
    Task<ChunkLease?> FindLeasedAsync(Guid batchId, long firstOrdinal, long fence, CancellationToken cancellationToken);

    /// <summary>Puts back, without counting the attempt, every chunk that a dead process leased.</summary>
    /// <param name="owner">The name under which it leased them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many.</returns>
    Task<int> ReleaseAllAsync(string owner, CancellationToken cancellationToken);

    /// <summary>Expired leases of chunks that were lost before and have more than one document: what a sweep cuts.</summary>
    Task<IReadOnlyList<ChunkLease>> ListLostAgainAsync(CancellationToken cancellationToken);

    /// <summary>Puts a leased chunk back, whole or in parts, without counting the attempt.</summary>
    /// <param name="lease">The lease, which ends.</param>
    /// <param name="parts">The whole chunk, in order: the first part starts where the chunk starts.</param>
    /// <param name="delay">How long it waits before it may be claimed.</param>
    /// <param name="reason">What happened.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when the lease was lost; nothing was changed.</returns>
    Task<bool> PutBackAsync(
        ChunkLease lease, IReadOnlyList<ChunkPart> parts, TimeSpan delay, string reason, CancellationToken cancellationToken);

    /// <summary>Puts back, as <see cref="PutBackAsync"/> does and at once, a chunk whose lease is still expired.</summary>
    /// <returns>False when the lease was renewed or lost; nothing was changed.</returns>
    Task<bool> PutBackExpiredAsync(
        ChunkLease lease, IReadOnlyList<ChunkPart> parts, string reason, CancellationToken cancellationToken);
}
