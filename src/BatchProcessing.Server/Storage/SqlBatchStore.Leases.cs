using System.Data.Common;
using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Faults;
using Dapper;

namespace BatchProcessing.Server.Storage;

// The two halves of a worker's transaction: a chunk is claimed, and it is ended.
public sealed partial class SqlBatchStore
{
    private async Task<ChunkLease?> ClaimAsync(
        DbTransaction transaction, Guid batchId, ChunkOwner owner, TimeSpan lease)
    {
        // The batch first, as every writer does: it can be neither ended nor paused until this claim is done.
        (long run, string? status, long now) = await transaction.Connection!.QuerySingleOrDefaultAsync<(long, string?, long)>(
            OpenBatch, new { id = Key(batchId), injected = database.InjectedNow }, transaction);
        return status is null ? null : await ClaimAsync(transaction, batchId, new LockedBatch(run, status, now), owner, lease);
    }

    private async Task<ChunkLease?> ClaimAsync(
        DbTransaction transaction, Guid batchId, LockedBatch batch, ChunkOwner owner, TimeSpan lease)
    {
        (long run, string status, long now) = batch;
        if (status is not ("queued" or "running")) return null;
        string id = Key(batchId);
        ChunkRow? row = await transaction.Connection!.QuerySingleOrDefaultAsync<ChunkRow>(
            ClaimChunk,
            new { id, owner = owner.Name, node = owner.Place?.Node, job = owner.Place?.JobId, now, until = now + Milliseconds(lease) },
            transaction);
        if (row is null) return null;
        if (status == "queued") await ExecuteAsync(transaction, StartBatch, new { id, now });
        return row.ToLease(batchId, run);
    }

    private async Task<(ChunkCommit Commit, LockedBatch? Batch)> EndAsync(
        DbTransaction transaction, ChunkLease lease, string state, ChunkOutcome outcome, int notProcessed, string? reason)
    {
        string id = Key(lease.BatchId);
        (string? counted, long mayStop, long now) = await transaction.Connection!.QuerySingleOrDefaultAsync<(string?, long, long)>(
            CountedSoFar, new { id, injected = database.InjectedNow }, transaction);
        bool ended = await EndChunkAsync(transaction, lease, state, outcome, notProcessed, reason, now);
        if (counted is null || !ended) return (ChunkCommit.LeaseLost, null);
        Tally tally = Tally.FromJson(counted);
        tally.Add(outcome.Tally);
        if (lease.Previous is not null) tally.Subtract(lease.Previous.Tally);
        (bool last, long run, string status) = await transaction.Connection!.QuerySingleAsync<(bool, long, string)>(
            mayStop == 0 ? CountChunk : CountChunkAndStop,
            new
            {
                id,
                now,
                succeeded = outcome.Succeeded - (lease.Previous?.Succeeded ?? 0),
                failed = outcome.Failed,
                notProcessed,
                tally = tally.ToJson(),
            },
            transaction);
        FaultPoint.Reach(FaultPoint.BeforeChunkCommit);
        return (last ? ChunkCommit.RecordedLast : ChunkCommit.Recorded, new LockedBatch(run, status, now));
    }

    private static async Task<bool> EndChunkAsync(
        DbTransaction transaction, ChunkLease lease, string state, ChunkOutcome outcome, int notProcessed, string? reason, long now) =>
        await ExecuteAsync(transaction, EndChunk, new
        {
            id = Key(lease.BatchId),
            now,
            state,
            first = lease.Chunk.FirstOrdinal,
            fence = lease.Fence,
            succeeded = outcome.Succeeded,
            failed = outcome.Failed,
            notProcessed,
            tally = outcome.Tally.ToJson(),
            blob = outcome.ResultBlob,
            length = outcome.ResultLength,
            hash = outcome.ResultHash,
            lines = outcome.ResultLines,
            reason,
        }) == 1;

    /// <summary>What is known of a batch whose row this transaction holds.</summary>
    private readonly record struct LockedBatch(long Run, string Status, long Now);
}
