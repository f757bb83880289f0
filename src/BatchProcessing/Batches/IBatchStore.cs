using BatchProcessing.Chunks;
using BatchProcessing.Documents;
using BatchProcessing.Jobs;
using BatchProcessing.Reports;

namespace BatchProcessing.Batches;

/// <summary>
/// The only truth about batches. Every change is one transaction and is guarded by the state it starts from, so that
/// a late, repeated or frozen worker changes nothing. Times are compared on the store's clock.
/// </summary>
public partial interface IBatchStore
{
    /// <summary>Reserves a batch id for an upload in progress; nothing is visible yet.</summary>
    Task BeginUploadAsync(Guid batchId, string tenantId, TimeSpan reservation, CancellationToken cancellationToken);

    /// <summary>Prolongs a reservation.</summary>
    /// <returns>False when it has expired or ended: the sweep may have begun to delete its blobs.</returns>
    Task<bool> RenewUploadAsync(Guid batchId, TimeSpan reservation, CancellationToken cancellationToken);

    /// <summary>Makes a batch with its chunks and sources visible and ends its reservation: the moment the upload is accepted.</summary>
    /// <returns>False when the reservation had expired, or that of the upload's key was taken over; nothing was changed.</returns>
    /// <exception cref="Tenants.QuotaExceededException">With it the tenant would have too many documents; nothing was changed.</exception>
    Task<bool> SealAsync(SealedUpload upload, CancellationToken cancellationToken);

    /// <summary>Ends a reservation whose upload was refused or broke off.</summary>
    Task AbandonUploadAsync(Guid batchId, CancellationToken cancellationToken);

    /// <summary>Uploads whose reservation has expired and now stays so: their blobs may be deleted, then they are abandoned.</summary>
    Task<IReadOnlyList<Guid>> TakeExpiredUploadsAsync(CancellationToken cancellationToken);

    /// <summary>Documents without an outcome in batches that are queued or further, but have not ended.</summary>
    Task<long> CountOpenDocumentsAsync(CancellationToken cancellationToken);

    /// <summary>Claims the first chunk of a batch that may run now, counts the attempt and starts the batch if it was queued.</summary>
    /// <returns>The lease, or null when there is nothing to claim.</returns>
    Task<ChunkLease?> ClaimChunkAsync(Guid batchId, ChunkOwner owner, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>
    /// Claims a chunk as <see cref="ClaimChunkAsync"/> does, of the batch of a tenant that has waited longest since a worker
    /// last turned to it: so its batches take turns, and a large one holds no small one up.
    /// </summary>
    /// <returns>The turn, or null when the tenant has nothing in the lane that could run now.</returns>
    Task<BatchTurn?> ClaimTurnAsync(string tenantId, Lane lane, ChunkOwner owner, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Prolongs leases that are still held.</summary>
    Task RenewLeasesAsync(IReadOnlyCollection<ChunkLease> leases, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Records a chunk and adds its counts to the batch, once.</summary>
    Task<ChunkCommit> CompleteChunkAsync(ChunkLease lease, ChunkOutcome outcome, CancellationToken cancellationToken);

    /// <summary>
    /// Records a chunk as <see cref="CompleteChunkAsync"/> does and claims the next one as <see cref="ClaimChunkAsync"/>
    /// does, in one transaction: half the flushes of a busy worker.
    /// </summary>
    Task<ChunkHandover> CompleteAndClaimAsync(
        ChunkLease chunk, ChunkOutcome outcome, ChunkOwner owner, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Puts a chunk back for another attempt after a delay.</summary>
    /// <returns>False when the lease was lost.</returns>
    Task<bool> RetryChunkAsync(ChunkLease lease, TimeSpan delay, string reason, CancellationToken cancellationToken);

    /// <summary>Puts a chunk back untouched: the worker stops and this attempt does not count.</summary>
    Task ReleaseChunkAsync(ChunkLease lease, CancellationToken cancellationToken);

    /// <summary>Gives a chunk up after its last attempt: its documents are not processed.</summary>
    Task<ChunkCommit> FailChunkAsync(ChunkLease lease, string reason, CancellationToken cancellationToken);

    /// <summary>Puts chunks back whose lease has expired.</summary>
    /// <returns>How many.</returns>
    Task<int> RequeueExpiredChunksAsync(CancellationToken cancellationToken);

    /// <summary>Batches that are queued, running, finalizing or cancelling, oldest first.</summary>
    Task<IReadOnlyList<ActiveBatch>> ListActiveAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes the right to end a batch that is finalizing or cancelling and of which no chunk is running. Chunks that still
    /// wait are cancelled, their documents without a result counted as not processed.
    /// </summary>
    /// <returns>Null when the batch cannot end yet or somebody else holds the right.</returns>
    Task<FinalizeLease?> ClaimFinalizationAsync(Guid batchId, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Ends a batch: the status it had when the right was taken → a terminal status.</summary>
    /// <returns>False when the right was lost, or the batch was cancelled meanwhile.</returns>
    Task<bool> EndBatchAsync(FinalizeLease lease, BatchStatus terminal, CancellationToken cancellationToken);

    /// <summary>A batch by its id, for the workers, whoever owns it.</summary>
    Task<Batch?> GetAsync(Guid batchId, CancellationToken cancellationToken);

    /// <summary>A tenant's batch; null when there is none or another tenant owns it.</summary>
    Task<Batch?> FindAsync(string tenantId, Guid batchId, CancellationToken cancellationToken);

    /// <summary>A page of a tenant's batches, newest first.</summary>
    Task<BatchPart> ListAsync(BatchQuery query, CancellationToken cancellationToken);

    /// <summary>Chunks of a tenant's batch in the order of their ordinals, from the one that holds an ordinal.</summary>
    Task<IReadOnlyList<ChunkResult>> ListChunksAsync(
        string tenantId, Guid batchId, long fromOrdinal, int limit, CancellationToken cancellationToken);

    /// <summary>The completed chunks of a tenant's batch that took longest from their last claim to their end, the slowest first.</summary>
    Task<IReadOnlyList<SlowChunk>> ListSlowestChunksAsync(string tenantId, Guid batchId, int limit, CancellationToken cancellationToken);

    /// <summary>The files that a tenant's batch was read from, in the order of the upload.</summary>
    Task<IReadOnlyList<SourceFile>> ListSourcesAsync(string tenantId, Guid batchId, CancellationToken cancellationToken);
}
