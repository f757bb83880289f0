using System.Globalization;
using BatchProcessing.Batches;
using BatchProcessing.Overview;
using Dapper;

namespace BatchProcessing.Server.Storage;

/// <summary>What those who run the service ask of the batches, in plain SQL. Each file of this class holds one part.</summary>
/// <param name="database">The database.</param>
public sealed partial class SqlOverview(ISqlDatabase database) : IOverviewStore
{
    /// <summary>
    /// Rows that a page looks at, at most, when what is asked for stands in no index: a name in a million batches is found
    /// a page at a time.
    /// </summary>
    private const int LookedAt = 20_000;

    // No upload lasts as long. The id has the time at which the upload began, the row that at which it was accepted.
    private static readonly TimeSpan LongestUpload = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public Task<BatchListPart> ListAsync(BatchFilter filter, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            string seek = SeekOf(filter);
            string rest = string.Join(" AND ", Rest(filter));
            object parameters = ParametersOf(filter);
            (long looked, string? floor) = rest.Length == 0 ? (0, null) : await c.QuerySingleAsync<(long, string?)>(
                $"SELECT COUNT(*), MIN(id) FROM (SELECT id FROM batches WHERE {seek} ORDER BY id DESC LIMIT {LookedAt}) looked", parameters);
            string where = rest.Length == 0 ? seek : $"{seek} AND {rest} AND id >= '{floor}'";
            List<Batch> batches = [];
            if (rest.Length == 0 || looked > 0)
            {
                batches.AddRange((await c.QueryAsync<BatchRow>(
                    $"SELECT {BatchRow.ColumnsWithoutMetadata} FROM batches WHERE {where} ORDER BY id DESC LIMIT @limit", parameters))
                    .Select(r => r.ToBatch()));
            }

            if (batches.Count > filter.Limit) return new BatchListPart([.. batches.Take(filter.Limit)], batches[filter.Limit - 1].Id);
            return new BatchListPart(batches, looked == LookedAt ? Guid.Parse(floor!) : null);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Batch>> ListSuccessorsAsync(Guid batchId, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            IEnumerable<BatchRow> rows = await c.QueryAsync<BatchRow>(
                $"SELECT {BatchRow.ColumnsWithoutMetadata} FROM batches WHERE after_batch_id = @id ORDER BY id LIMIT @limit",
                new { id = BatchRow.KeyOf(batchId), limit });
            return (IReadOnlyList<Batch>)[.. rows.Select(r => r.ToBatch())];
        },
        cancellationToken);

    /// <summary>The conditions that an index walks by, in the order of ids.</summary>
    internal static string SeekOf(BatchFilter filter) => string.Join(" AND ", Seek(filter));

    private static IEnumerable<string> Seek(BatchFilter filter)
    {
        yield return filter.Before is null ? "TRUE" : "id < @before";
        if (filter.TenantId is not null) yield return "tenant_id = @tenant";
        if (filter.From is not null) yield return "id >= @fromId";
        if (filter.To is not null) yield return "id < @toId";
        // A partial index is used where the condition says the index's own words.
        if (filter.Status is { } status && status != BatchStatus.Completed) yield return $"status = '{status.ToWire()}'";
        if (filter.Status is BatchStatus.Queued or BatchStatus.Running or BatchStatus.Finalizing or BatchStatus.Cancelling)
            yield return "status IN ('queued', 'running', 'finalizing', 'cancelling')";
    }

    private IEnumerable<string> Rest(BatchFilter filter)
    {
        if (filter.Status == BatchStatus.Completed) yield return "status = 'completed'";
        if (filter.WithFailures) yield return "failed > 0";
        if (filter.NamePart is not null) yield return $"""{database.Lower("name")} LIKE @name ESCAPE '\'""";
        if (filter.From is not null) yield return "created_at >= @from";
        if (filter.To is not null) yield return "created_at < @to";
        // Tenant and status have an index each, not one together.
        if (filter is { TenantId: not null, Status: not null }) yield return "TRUE";
    }

    private static object ParametersOf(BatchFilter filter) => new
    {
        before = filter.Before is { } id ? BatchRow.KeyOf(id) : null,
        tenant = filter.TenantId,
        name = filter.NamePart is { } part ? $"%{SqlBatchStore.EscapeLike(part.ToLowerInvariant())}%" : null,
        from = filter.From?.ToUnixTimeMilliseconds(),
        fromId = filter.From is { } from ? FirstIdOf(from - LongestUpload) : null,
        to = filter.To?.ToUnixTimeMilliseconds(),
        toId = filter.To is { } to ? FirstIdOf(to) : null,
        limit = filter.Limit + 1,
    };

    /// <summary>What no id of that time or later is smaller than: version 7 UUIDs begin with the time.</summary>
    private static string FirstIdOf(DateTimeOffset time)
    {
        string hex = Math.Max(0, time.ToUnixTimeMilliseconds()).ToString("x12", CultureInfo.InvariantCulture);
        return $"{hex[..8]}-{hex[8..]}";
    }
}
