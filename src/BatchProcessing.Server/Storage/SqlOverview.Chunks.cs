using System.Data.Common;
using BatchProcessing.Batches;
using BatchProcessing.Overview;
using Dapper;

namespace BatchProcessing.Server.Storage;

// Chunks as people look at them.
public sealed partial class SqlOverview
{
    // Those that wait or run are found by the index chunks_put_back.
    private const string WasPutBack = "(c.last_error IS NOT NULL OR c.attempt > 1)";
    internal const string IsPutBack = "c.last_error IS NOT NULL AND c.state IN ('queued', 'running')";
    private const int InHand = 20;

    /// <inheritdoc/>
    public Task<IReadOnlyList<ChunkCell>> MapAsync(Batch batch, int cells, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            // Each cell stands for as many documents as the next when there are too many chunks for a cell each.
            string cell = batch.Progress.ChunkTotal <= cells ? "first_ordinal" : "first_ordinal * @cells / @documents";
            return (IReadOnlyList<ChunkCell>)[.. await c.QueryAsync<ChunkCell>(
                $"""
                SELECT MIN(first_ordinal) AS FirstOrdinal, MAX(first_ordinal + document_count) AS EndOrdinal, COUNT(*) AS Chunks,
                       {Count("state = 'queued'")} AS Queued, {Count("state = 'queued' AND last_error IS NOT NULL")} AS PutBack,
                       {Count("state = 'running'")} AS Running, {Count("state = 'failed'")} AS GivenUp,
                       {Count("state = 'cancelled'")} AS Cancelled, CAST(SUM(failed) AS BIGINT) AS Failed,
                       CAST(MAX(attempt) AS BIGINT) AS Attempts, MAX(last_node) AS Node, MAX(last_job) AS JobId,
                       MAX(last_error) AS LastError
                FROM chunks WHERE batch_id = @id GROUP BY {cell} ORDER BY 1
                """,
                new { id = BatchRow.KeyOf(batch.Id), cells = (long)cells, documents = Math.Max(1, batch.DocumentCount) })];
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ChunkTrace>> ListChunksAsync(
        Guid batchId, bool putBackOnly, long fromOrdinal, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        c => TracesAsync(
            c,
            $"c.batch_id = @id AND c.first_ordinal >= @fromOrdinal {(putBackOnly ? $"AND {WasPutBack}" : "")} ORDER BY c.first_ordinal LIMIT @limit",
            new { id = BatchRow.KeyOf(batchId), fromOrdinal, limit }),
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ChunkTrace>> ListPutBackAsync(
        (Guid BatchId, long FirstOrdinal)? before, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        c => TracesAsync(
            c,
            $"""
            {IsPutBack} {(before is null ? "" : "AND (c.batch_id, c.first_ordinal) < (@id, @first)")}
            ORDER BY c.batch_id DESC, c.first_ordinal DESC LIMIT @limit
            """,
            new { id = before is { } b ? BatchRow.KeyOf(b.BatchId) : null, first = before?.FirstOrdinal, limit }),
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ChunkTrace>> ListInHandAsync(string jobId, CancellationToken cancellationToken) => database.ReadAsync(
        c => TracesAsync(c, $"c.state = 'running' AND c.last_job = @jobId LIMIT {InHand}", new { jobId }), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<BatchJob>> ListJobsAsync(Guid batchId, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            IEnumerable<BatchJobRow> rows = await c.QueryAsync<BatchJobRow>(
                $"""
                SELECT last_node AS Node, last_job AS JobId, COUNT(*) AS Chunks, {Count("state = 'running'")} AS Running,
                       CAST(SUM(document_count) AS BIGINT) AS Documents, MIN(claimed_at) AS FirstClaim,
                       MAX(CASE WHEN ended_at > claimed_at THEN ended_at ELSE claimed_at END) AS LastChange
                FROM chunks WHERE batch_id = @id AND last_node IS NOT NULL
                GROUP BY last_node, last_job ORDER BY 4 DESC, 7 DESC LIMIT @limit
                """,
                new { id = BatchRow.KeyOf(batchId), limit });
            return (IReadOnlyList<BatchJob>)[.. rows.Select(r => r.ToJob())];
        },
        cancellationToken);

    private static string Count(string condition) => $"CAST(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END) AS BIGINT)";

    private static async Task<IReadOnlyList<ChunkTrace>> TracesAsync(DbConnection connection, string where, object parameters)
    {
        IEnumerable<ChunkTraceRow> rows = await connection.QueryAsync<ChunkTraceRow>(
            $"SELECT {ChunkTraceRow.Columns} FROM chunks c JOIN batches b ON b.id = c.batch_id WHERE {where}", parameters);
        return [.. rows.Select(r => r.ToTrace())];
    }
}
