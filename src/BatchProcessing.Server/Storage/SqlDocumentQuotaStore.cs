using System.Data.Common;
using BatchProcessing.Tenants;
using Dapper;

namespace BatchProcessing.Server.Storage;

/// <summary>
/// Documents of tenants, counted in plain SQL. The row of a tenant's day is written by the very transaction that accepts
/// documents and stays locked until its end, so that uploads at a time are counted one after the other.
/// </summary>
/// <param name="database">The database.</param>
public sealed class SqlDocumentQuotaStore(ISqlDatabase database) : IDocumentQuotaStore
{
    private const long DayMilliseconds = 86_400_000;
    private const int KeptDays = 31;

    private const string CountQueued = """
        SELECT COALESCE(SUM(document_count - succeeded - failed - not_processed), 0)
        FROM batches WHERE tenant_id = @tenantId AND ended_at IS NULL
        """;

    // At most so many wait: read from an index alone, however much is written to the rows.
    private const string CountOpen = "SELECT COALESCE(SUM(document_count), 0) FROM batches WHERE tenant_id = @tenantId AND ended_at IS NULL";

    private static string CountToday(string now) =>
        $"SELECT COALESCE(SUM(documents), 0) FROM tenant_days WHERE tenant_id = @tenantId AND day = {now} / {DayMilliseconds}";

    private const string AddToday = """
        INSERT INTO tenant_days (tenant_id, day, documents) VALUES (@tenantId, @day, @documents)
        ON CONFLICT (tenant_id, day) DO UPDATE SET documents = tenant_days.documents + excluded.documents
        RETURNING documents
        """;

    /// <inheritdoc/>
    public Task<DocumentUsage> ReadUsageAsync(string tenantId, CancellationToken cancellationToken) =>
        database.ReadAsync(c => ReadAsync(c, CountQueued, tenantId), cancellationToken);

    /// <inheritdoc/>
    public Task<DocumentAllowance> AllowAsync(
        string tenantId, DocumentQuota quota, long documents, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            DocumentUsage usage = await ReadAsync(c, CountOpen, tenantId);
            if (usage.Queued + documents > quota.Queued) usage = await ReadAsync(c, CountQueued, tenantId);
            return new DocumentAllowance(quota, usage);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task CountAsync(string tenantId, long documents, DocumentQuota quota, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            long now = await database.NowAsync(t.Connection!, cancellationToken);
            long today = await AddAsync(t, tenantId, documents, now);
            return today <= quota.PerDay ? today : throw quota.Exceeded(new DocumentUsage(0, today, DayLeft(now)));
        },
        cancellationToken);

    /// <summary>Counts the documents of a batch whose rows the transaction has just written; the last thing that it does.</summary>
    /// <exception cref="QuotaExceededException">They are too many: the transaction must be rolled back.</exception>
    internal static async Task CountAsync(DbTransaction transaction, string tenantId, long documents, DocumentQuota quota, long now)
    {
        long today = await AddAsync(transaction, tenantId, documents, now);
        long queued = await transaction.Connection!.ExecuteScalarAsync<long>(CountOpen, new { tenantId }, transaction);
        if (queued > quota.Queued)
            queued = await transaction.Connection!.ExecuteScalarAsync<long>(CountQueued, new { tenantId }, transaction);
        var usage = new DocumentUsage(queued, today, DayLeft(now));
        if (quota.Left(usage) < 0) throw quota.Exceeded(usage);
    }

    private async Task<DocumentUsage> ReadAsync(DbConnection connection, string countQueued, string tenantId)
    {
        (long queued, long today, long now) = await connection.QuerySingleAsync<(long, long, long)>(
            $"SELECT ({countQueued}), ({CountToday(database.Now)}), {database.Now}", new { tenantId, injected = database.InjectedNow });
        return new DocumentUsage(queued, today, DayLeft(now));
    }

    private static async Task<long> AddAsync(DbTransaction transaction, string tenantId, long documents, long now)
    {
        long day = DayOf(now);
        long today = await transaction.Connection!.ExecuteScalarAsync<long>(AddToday, new { tenantId, day, documents }, transaction);
        // The first of a day clears up.
        if (today == documents)
            await transaction.Connection!.ExecuteAsync(
                "DELETE FROM tenant_days WHERE tenant_id = @tenantId AND day < @day", new { tenantId, day = day - KeptDays }, transaction);
        return today;
    }

    private static long DayOf(long now) => now / DayMilliseconds;

    private static TimeSpan DayLeft(long now) => TimeSpan.FromMilliseconds(DayMilliseconds - (now % DayMilliseconds));
}
