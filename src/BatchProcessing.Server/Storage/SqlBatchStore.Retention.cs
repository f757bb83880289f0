using BatchProcessing.Blobs;
using BatchProcessing.Retention;
using Dapper;

namespace BatchProcessing.Server.Storage;

public sealed partial class SqlBatchStore
{
    // One row at least for an ended run, none for any other: one look tells both.
    private const string ResultBlobs = """
        SELECT c.result_blob, c.previous_blob FROM batches b LEFT JOIN chunks c ON c.batch_id = b.id
        WHERE b.id = @id AND b.run = @run AND b.ended_at IS NOT NULL
        """;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Guid>> ListEndedAsync(TimeSpan ago, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            long before = await database.NowAsync(c, cancellationToken) - Milliseconds(ago);
            IEnumerable<string> ids = await c.QueryAsync<string>(
                "SELECT id FROM batches WHERE ended_at <= @before ORDER BY ended_at, id LIMIT @limit", new { before, limit });
            return (IReadOnlyList<Guid>)[.. ids.Select(Guid.Parse)];
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EndedRun>> ListUntidiedAsync(TimeSpan ago, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async c =>
            {
                long before = await database.NowAsync(c, cancellationToken) - Milliseconds(ago);
                IEnumerable<(string Id, long Run)> rows = await c.QueryAsync<(string, long)>(
                    "SELECT id, run FROM batches WHERE ended_at <= @before AND tidied_run < run ORDER BY ended_at, id LIMIT @limit",
                    new { before, limit });
                return (IReadOnlyList<EndedRun>)[.. rows.Select(r => new EndedRun(Guid.Parse(r.Id), (int)r.Run))];
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlySet<string>?> FindResultBlobsAsync(EndedRun run, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            (string? Result, string? Previous)[] rows = [.. await c.QueryAsync<(string?, string?)>(
                ResultBlobs, new { id = Key(run.BatchId), run = run.Run })];
            return rows.Length == 0 ? null : (IReadOnlySet<string>)rows
                .SelectMany(r => (string?[])[r.Result, r.Previous]).OfType<string>().ToHashSet(StringComparer.Ordinal);
        },
        cancellationToken);

    // What callers see of the batch stays the same, and so does its version.
    /// <inheritdoc/>
    public Task MarkTidiedAsync(EndedRun run, CancellationToken cancellationToken) => database.WriteAsync(
        t => ExecuteAsync(
            t,
            "UPDATE batches SET tidied_run = @run WHERE id = @id AND run = @run",
            new { id = Key(run.BatchId), run = run.Run }),
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlySet<Guid>> FindOwnedAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            // One statement, so that an upload is seen as itself or as the batch it became. Lists as parameters differ by
            // database; ids are safe as they are.
            IEnumerable<string> owned = await c.QueryAsync<string>(
                $"""
                SELECT id FROM batches WHERE id IN ({Quoted(ids.Select(Key))})
                UNION ALL SELECT batch_id FROM uploads WHERE batch_id IN ({Quoted(ids.Select(Key))})
                UNION ALL SELECT folder FROM discarded WHERE folder IN ({Quoted(ids.Select(BlobName.FolderOf))})
                """);
            return (IReadOnlySet<Guid>)owned.Select(Guid.Parse).ToHashSet();
        },
        cancellationToken);

    private static string Quoted(IEnumerable<string> ids) => string.Join(", ", ids.Select(id => $"'{id}'"));
}
