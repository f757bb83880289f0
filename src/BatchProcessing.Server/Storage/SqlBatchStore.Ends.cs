using System.Data.Common;
using BatchProcessing.Batches;
using BatchProcessing.Faults;
using Dapper;

namespace BatchProcessing.Server.Storage;

public sealed partial class SqlBatchStore
{
    private string ClaimEnd => $"""
        UPDATE batches SET finalize_fence = finalize_fence + 1, finalize_until = {database.Now} + @lease
        WHERE id = @id AND status IN ('finalizing', 'cancelling') AND (finalize_until IS NULL OR finalize_until < {database.Now})
          AND NOT EXISTS (SELECT 1 FROM chunks c WHERE c.batch_id = @id AND c.state = 'running')
        RETURNING finalize_fence, finalize_until
        """;

    // What a chunk had succeeded in an earlier run stays so.
    private const string CancelOpenChunks = """
        UPDATE chunks SET state = 'cancelled', not_processed = document_count - succeeded
        WHERE batch_id = @id AND state = 'queued'
        """;

    private const string CountOpenChunks = """
        UPDATE batches
        SET not_processed = not_processed + @documents, chunks_done = chunks_done + @chunks,
            version = version + 1, updated_at = @now
        WHERE id = @id
        """;

    private string EndBatch => $"""
        UPDATE batches
        SET status = @status, ended_at = {database.Now}, updated_at = {database.Now}, version = version + 1, finalize_until = NULL,
            end_claimed_at = @claimed, end_node = @node, end_job = @job
        WHERE id = @id AND status = @from AND finalize_fence = @fence
        RETURNING {BatchRow.Columns}
        """;

    /// <inheritdoc/>
    public Task<FinalizeLease?> ClaimFinalizationAsync(Guid batchId, TimeSpan lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async t =>
            {
                string id = Key(batchId);
                var claim = new { id, injected = database.InjectedNow, lease = Milliseconds(lease) };
                (long? claimed, long until) = await t.Connection!.QuerySingleOrDefaultAsync<(long?, long)>(ClaimEnd, claim, t);
                if (claimed is not { } fence) return null;
                ChunkSums sums = await SumAsync(t, id);
                long now = until - Milliseconds(lease);
                if (sums.OpenChunks > 0)
                {
                    await ExecuteAsync(t, CancelOpenChunks, new { id });
                    await ExecuteAsync(t, CountOpenChunks, new { id, now, documents = sums.OpenDocuments, chunks = sums.OpenChunks });
                }

                BatchRow row = await t.Connection!.QuerySingleAsync<BatchRow>(
                    $"SELECT {BatchRow.Columns} FROM batches WHERE id = @id", new { id }, t);
                return new FinalizeLease(row.ToBatch(), fence, (int)sums.FailedChunks, await ReadLedgerAsync(t, id))
                {
                    ClaimedAt = BatchRow.TimeOf(now),
                };
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> EndBatchAsync(FinalizeLease lease, BatchStatus terminal, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async t =>
            {
                BatchRow? ended = await t.Connection!.QuerySingleOrDefaultAsync<BatchRow>(
                    EndBatch,
                    new
                    {
                        id = Key(lease.Batch.Id),
                        status = terminal.ToWire(),
                        from = lease.Batch.Status.ToWire(),
                        fence = lease.Fence,
                        claimed = lease.ClaimedAt.ToUnixTimeMilliseconds(),
                        node = lease.Place?.Node,
                        job = lease.Place?.JobId,
                        injected = database.InjectedNow,
                    },
                    t);
                if (ended is not null) await SqlOutbox.AddAsync(t, ended.ToBatch(), ended.EndedAt!.Value);
                FaultPoint.Reach(FaultPoint.BeforeTerminalCommit);
                return ended is not null;
            },
            cancellationToken);

    private static Task<ChunkSums> SumAsync(DbTransaction transaction, string id) => transaction.Connection!.QuerySingleAsync<ChunkSums>(
        """
        SELECT COALESCE(SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END), 0) AS FailedChunks,
               COALESCE(SUM(CASE WHEN state = 'queued' THEN 1 ELSE 0 END), 0) AS OpenChunks,
               COALESCE(SUM(CASE WHEN state = 'queued' THEN document_count - succeeded ELSE 0 END), 0) AS OpenDocuments
        FROM chunks WHERE batch_id = @id
        """,
        new { id }, transaction);

    private sealed class ChunkSums
    {
        public long FailedChunks { get; set; }
        public long OpenChunks { get; set; }
        public long OpenDocuments { get; set; }
    }
}
