using BatchProcessing.Blobs;
using BatchProcessing.Retention;
using Dapper;

namespace BatchProcessing.Server.Storage;

public sealed partial class SqlBatchStore
{
    /// <summary>Has the words of the index <c>batches_untidied</c>, which SQLite goes by.</summary>
    internal const string Untidied = """
        SELECT id, run FROM batches WHERE ended_at <= @before AND ended_at IS NOT NULL AND tidied_run < run
        ORDER BY ended_at, id LIMIT @limit
        """;

    // One row at least for an ended run, none for any other: one look tells both.
    private const string ResultBlobs = """
        SELECT c.result_blob, c.previous_blob FROM batches b LEFT JOIN chunks c ON c.batch_id = b.id
        WHERE b.id = @id AND b.run = @run AND b.ended_at IS NOT NULL
        """;

    // A time that lies ahead was written by a clock that has been set back: it must not stop retention until then.
    private const string BeginRound = """
        INSERT INTO rounds (name, began_at) VALUES ('retention', @now)
        ON CONFLICT (name) DO UPDATE SET began_at = excluded.began_at
        WHERE rounds.began_at <= @now - @ago OR rounds.began_at >= @now + @ago
        """;

    /// <inheritdoc/>
    public Task<bool> TryBeginRoundAsync(TimeSpan ago, CancellationToken cancellationToken) => database.WriteAsync(
        async t => await ExecuteAsync(
            t, BeginRound, new { now = await NowAsync(t, cancellationToken), ago = Milliseconds(ago) }) == 1,
        cancellationToken);

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
                long now = await database.NowAsync(c, cancellationToken);
                IEnumerable<(string Id, long Run)> rows = await c.QueryAsync<(string, long)>(
                    Untidied, new { before = now - Milliseconds(ago), limit });
                return (IReadOnlyList<EndedRun>)[.. rows.Select(r => new EndedRun(Guid.Parse(r.Id), (int)r.Run, BatchRow.TimeOf(now)))];
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
            "UPDATE batches SET tidied_run = @run, tidied_at = @asOf WHERE id = @id AND run = @run",
            new { id = Key(run.BatchId), run = run.Run, asOf = run.AsOf.ToUnixTimeMilliseconds() }),
        cancellationToken);

    /// <inheritdoc/>
    public Task MarkUntidyAsync(IReadOnlyCollection<Guid> batchIds, CancellationToken cancellationToken) => database.WriteAsync(
        t => ExecuteAsync(t, "UPDATE batches SET tidied_run = 0 WHERE id = @id", batchIds.Select(id => new { id = Key(id) })),
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<Guid, DateTimeOffset?>> FindOwnedAsync(
        IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            // One statement, so that an upload is seen as itself or as the batch it became. Lists as parameters differ by
            // database; ids are safe as they are.
            IEnumerable<(string Id, long? Tidied)> owned = await c.QueryAsync<(string, long?)>(
                $"""
                SELECT id, CASE WHEN tidied_run = run THEN tidied_at END FROM batches WHERE id IN ({Quoted(ids.Select(Key))})
                UNION ALL SELECT batch_id, NULL FROM uploads WHERE batch_id IN ({Quoted(ids.Select(Key))})
                UNION ALL SELECT folder, NULL FROM discarded WHERE folder IN ({Quoted(ids.Select(BlobName.FolderOf))})
                """);
            return (IReadOnlyDictionary<Guid, DateTimeOffset?>)owned.ToDictionary(
                o => Guid.Parse(o.Id), o => o.Tidied is { } time ? BatchRow.TimeOf(time) : (DateTimeOffset?)null);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<Guid> GetIdentityAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            await ExecuteAsync(
                t, "INSERT INTO store_identity (slot, id) VALUES (1, @id) ON CONFLICT (slot) DO NOTHING", new { id = Key(Guid.NewGuid()) });
            return Guid.Parse((await ScalarAsync<string>(t, "SELECT id FROM store_identity", new { }))!);
        },
        cancellationToken);

    private static string Quoted(IEnumerable<string> ids) => string.Join(", ", ids.Select(id => $"'{id}'"));
}
