using BatchProcessing.Batches;
using Dapper;

namespace BatchProcessing.Server.Storage;

public sealed partial class SqlBatchStore
{
    private const int VersionsAtATime = 500;

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<Guid, long>> ListVersionsAsync(
        IReadOnlyCollection<Guid> batchIds, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            Dictionary<Guid, long> versions = [];
            foreach (Guid[] part in batchIds.Chunk(VersionsAtATime))
            {
                IEnumerable<(string Id, long Version)> rows = await c.QueryAsync<(string, long)>(
                    $"SELECT id, version FROM batches WHERE id IN ({Quoted(part.Select(Key))})");
                foreach ((string id, long version) in rows) versions.Add(Guid.Parse(id), version);
            }

            return (IReadOnlyDictionary<Guid, long>)versions;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Batch>> ListRecentAsync(
        string tenantId, TimeSpan endedWithin, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            long since = await database.NowAsync(c, cancellationToken) - Milliseconds(endedWithin);
            IEnumerable<BatchRow> rows = await c.QueryAsync<BatchRow>(
                $"""
                SELECT {BatchRow.Columns} FROM batches WHERE tenant_id = @tenantId AND ended_at IS NULL
                UNION ALL
                SELECT {BatchRow.Columns} FROM batches WHERE tenant_id = @tenantId AND ended_at >= @since
                ORDER BY id DESC LIMIT @limit
                """,
                new { tenantId, since, limit });
            return (IReadOnlyList<Batch>)[.. rows.Select(r => r.ToBatch())];
        },
        cancellationToken);
}
