using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Reports;
using Dapper;

namespace BatchProcessing.Server.Storage;

public sealed partial class SqlBatchStore
{
    /// <inheritdoc/>
    public Task<Batch?> GetAsync(Guid batchId, CancellationToken cancellationToken) =>
        SingleAsync("id = @id", new { id = Key(batchId) }, cancellationToken);

    /// <inheritdoc/>
    public Task<Batch?> FindAsync(string tenantId, Guid batchId, CancellationToken cancellationToken) =>
        SingleAsync("id = @id AND tenant_id = @tenantId", new { id = Key(batchId), tenantId }, cancellationToken);

    /// <inheritdoc/>
    public Task<BatchPart> ListAsync(BatchQuery query, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            IAsyncEnumerable<BatchRow> rows = c.QueryUnbufferedAsync<BatchRow>(
                $"""
                SELECT {BatchRow.Columns} FROM batches
                WHERE tenant_id = @tenant
                  AND (@status IS NULL OR status = @status)
                  AND (@name IS NULL OR {database.Lower("name")} LIKE @name ESCAPE '\')
                  AND (@before IS NULL OR id < @before)
                ORDER BY id DESC LIMIT @limit
                """,
                new
                {
                    tenant = query.TenantId,
                    status = query.Status?.ToWire(),
                    name = query.NamePart is { } part ? $"%{EscapeLike(part.ToLowerInvariant())}%" : null,
                    before = query.Before is { } id ? Key(id) : null,
                    limit = query.Limit,
                });
            return await PartOfAsync(rows, query.MaxCharacters);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ActiveBatch>> ListActiveAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            long now = await database.NowAsync(c, cancellationToken);
            IEnumerable<(string Id, string Tenant, string Lane, string Status, long Chunks)> rows = await c.QueryAsync<(string, string, string, string, long)>(
                """
                SELECT b.id, b.tenant_id, b.lane, b.status, (
                    SELECT COUNT(*) FROM (SELECT 1 FROM chunks c
                    WHERE c.batch_id = b.id AND c.state = 'queued' AND c.not_before <= @now LIMIT 256) open)
                FROM batches b WHERE b.status IN ('queued', 'running', 'finalizing', 'cancelling') ORDER BY b.id
                """,
                new { now });
            return (IReadOnlyList<ActiveBatch>)[.. rows.Select(r =>
                new ActiveBatch(Guid.Parse(r.Id), r.Tenant, BatchRow.LaneOf(r.Lane), BatchLifecycle.Parse(r.Status), (int)r.Chunks))];
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<long> CountOpenDocumentsAsync(CancellationToken cancellationToken) => database.ReadAsync(
        c => c.ExecuteScalarAsync<long>(
            """
            SELECT COALESCE(SUM(document_count - succeeded - failed - not_processed), 0)
            FROM batches WHERE status IN ('queued', 'running', 'finalizing', 'cancelling')
            """),
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ChunkResult>> ListChunksAsync(
        string tenantId, Guid batchId, long fromOrdinal, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            IEnumerable<ChunkRow> rows = await c.QueryAsync<ChunkRow>(
                $"""
                SELECT {ChunkRow.Columns} FROM chunks
                WHERE batch_id = @id AND tenant_id = @tenantId AND first_ordinal + document_count > @fromOrdinal
                ORDER BY first_ordinal LIMIT @limit
                """,
                new { id = Key(batchId), tenantId, fromOrdinal, limit });
            return (IReadOnlyList<ChunkResult>)[.. rows.Select(r => r.ToResult())];
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SlowChunk>> ListSlowestChunksAsync(
        string tenantId, Guid batchId, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            IEnumerable<(long First, long Documents, long Milliseconds, long Attempts)> rows = await c.QueryAsync<(long, long, long, long)>(
                """
                SELECT first_ordinal, document_count, ended_at - claimed_at, attempt FROM chunks
                WHERE batch_id = @id AND tenant_id = @tenantId AND state = 'completed' AND ended_at >= claimed_at
                ORDER BY ended_at - claimed_at DESC, first_ordinal LIMIT @limit
                """,
                new { id = Key(batchId), tenantId, limit });
            return (IReadOnlyList<SlowChunk>)[.. rows.Select(r => new SlowChunk(r.First, (int)r.Documents, r.Milliseconds / 1000.0, (int)r.Attempts))];
        },
        cancellationToken);

    // Rows beyond the part are read and dropped: breaking off would cost a connection of its own on PostgreSQL.
    private static async Task<BatchPart> PartOfAsync(IAsyncEnumerable<BatchRow> rows, int maxCharacters)
    {
        List<Batch> part = [];
        long characters = 0;
        bool isCut = false;
        await foreach (BatchRow row in rows)
        {
            isCut = isCut || characters >= maxCharacters;
            if (isCut) continue;
            characters += row.Characters;
            part.Add(row.ToBatch());
        }

        return new BatchPart(part, isCut);
    }

    private Task<Batch?> SingleAsync(string where, object parameters, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            BatchRow? row = await c.QuerySingleOrDefaultAsync<BatchRow>(
                $"SELECT {BatchRow.Columns} FROM batches WHERE {where}", parameters);
            return row?.ToBatch();
        },
        cancellationToken);

    internal static string EscapeLike(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
