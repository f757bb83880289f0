using BatchProcessing.Batches;
using BatchProcessing.Live;
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
    public Task<IReadOnlyList<BatchVersion>> ListRecentAsync(
        string tenantId, TimeSpan endedWithin, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            long since = await database.NowAsync(c, cancellationToken) - Milliseconds(endedWithin);
            IEnumerable<(string Id, long Version)> rows = await c.QueryAsync<(string, long)>(
                """
                SELECT id, version FROM batches WHERE tenant_id = @tenantId AND ended_at IS NULL
                UNION ALL
                SELECT id, version FROM batches WHERE tenant_id = @tenantId AND ended_at >= @since
                ORDER BY id DESC LIMIT @limit
                """,
                new { tenantId, since, limit });
            return (IReadOnlyList<BatchVersion>)[.. rows.Select(r => new BatchVersion(Guid.Parse(r.Id), r.Version))];
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Batch>> ListWithoutMetadataAsync(
        IReadOnlyCollection<Guid> batchIds, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            List<Batch> batches = [];
            foreach (Guid[] part in batchIds.Chunk(VersionsAtATime))
            {
                IAsyncEnumerable<BatchRow> rows = c.QueryUnbufferedAsync<BatchRow>(
                    $"SELECT {BatchRow.ColumnsWithoutMetadata} FROM batches WHERE id IN ({Quoted(part.Select(Key))})");
                await foreach (BatchRow row in rows) batches.Add(row.ToBatch());
            }

            return (IReadOnlyList<Batch>)batches;
        },
        cancellationToken);
}
