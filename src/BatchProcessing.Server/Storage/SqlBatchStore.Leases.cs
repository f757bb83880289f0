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
        DbTransaction transaction, Guid batchId, string owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        string id = Key(batchId);
        // The batch first, as every writer does: it can be neither ended nor paused until this claim is done.
        (long run, string? status) = await transaction.Connection!.QuerySingleOrDefaultAsync<(long, string?)>(
            OpenBatch, new { id }, transaction);
        if (status is null) return null;
        long now = await NowAsync(transaction, cancellationToken);
        ChunkRow? row = await transaction.Connection!.QuerySingleOrDefaultAsync<ChunkRow>(
            ClaimChunk, new { id, owner, now, until = now + Milliseconds(lease) }, transaction);
        if (row is null) return null;
        if (status == "queued") await ExecuteAsync(transaction, StartBatch, new { id, now });
        return row.ToLease(batchId, run);
    }

    private async Task<ChunkCommit> EndAsync(
        DbTransaction transaction,
        ChunkLease lease,
        string state,
        ChunkOutcome outcome,
        int notProcessed,
        string? reason,
        CancellationToken cancellationToken)
    {
        string id = Key(lease.BatchId);
        long now = await NowAsync(transaction, cancellationToken);
        (string? counted, long mayStop) = await transaction.Connection!.QuerySingleOrDefaultAsync<(string?, long)>(
            CountedSoFar, new { id }, transaction);
        int ended = await ExecuteAsync(transaction, EndChunk, new
        {
            id,
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
        });
        if (counted is null || ended == 0) return ChunkCommit.LeaseLost;
        Tally tally = Tally.FromJson(counted);
        tally.Add(outcome.Tally);
        if (lease.Previous is not null) tally.Subtract(lease.Previous.Tally);
        bool last = await ScalarAsync<bool>(transaction, mayStop == 0 ? CountChunk : CountChunkAndStop, new
        {
            id,
            now,
            succeeded = outcome.Succeeded - (lease.Previous?.Succeeded ?? 0),
            failed = outcome.Failed,
            notProcessed,
            tally = tally.ToJson(),
        });
        FaultPoint.Reach(FaultPoint.BeforeChunkCommit);
        return last ? ChunkCommit.RecordedLast : ChunkCommit.Recorded;
    }
}
