using System.Data.Common;
using BatchProcessing.Webhooks;
using Dapper;

namespace BatchProcessing.Server.Storage;

/// <summary>The outbox in plain SQL: claims and what comes of them. Lists are in the other file of this class.</summary>
/// <param name="database">The database.</param>
public sealed partial class SqlDeliveryStore(ISqlDatabase database) : IDeliveryStore
{
    // So many of those due are looked at by a claim, so that pumps do not all reach for the same one.
    private const int Candidates = 16;

    private const string IsFree = "state = 'pending' AND not_before <= @now AND (lease_until IS NULL OR lease_until < @now)";

    private const string IsDue = $"""
        {IsFree}
        AND host NOT IN (SELECT o.host FROM deliveries o WHERE o.lease_until >= @now GROUP BY o.host HAVING COUNT(*) >= @perHost)
        """;

    private const string Due = $"SELECT id, host FROM deliveries WHERE {IsDue} ORDER BY not_before, id LIMIT @limit";

    private const string DueOfTenant = $"SELECT id, host FROM deliveries WHERE tenant_id = @tenant AND {IsDue} ORDER BY not_before, id LIMIT @limit";

    // The tenant with the fewest tries in progress, of several the one whose delivery has been due longest. Tenants are
    // found one by one, by the index, so that the length of a tenant's list makes no difference.
    private const string Turn = $"""
        WITH RECURSIVE waiting(tenant) AS (
            SELECT MIN(tenant_id) FROM deliveries WHERE state = 'pending'
            UNION ALL
            SELECT (SELECT MIN(n.tenant_id) FROM deliveries n WHERE n.state = 'pending' AND n.tenant_id > w.tenant)
            FROM waiting w WHERE w.tenant IS NOT NULL)
        SELECT t.tenant FROM (
            SELECT w.tenant,
                (SELECT COUNT(*) FROM deliveries o WHERE o.lease_until >= @now AND o.tenant_id = w.tenant) AS tries,
                (SELECT d.not_before FROM deliveries d WHERE d.tenant_id = w.tenant AND {IsDue} ORDER BY d.not_before, d.id LIMIT 1) AS since
            FROM waiting w WHERE w.tenant IS NOT NULL) t
        WHERE t.since IS NOT NULL ORDER BY t.tries, t.since, t.tenant LIMIT @limit
        """;

    // A lease that is still there died with its process: the same try is made again.
    private const string Claim = $"""
        UPDATE deliveries
        SET attempt = attempt + CASE WHEN lease_until IS NULL THEN 1 ELSE 0 END, fence = fence + 1, lease_until = @until
        WHERE id = @id AND {IsFree}
          AND (SELECT COUNT(*) FROM deliveries o WHERE o.host = @host AND o.lease_until >= @now) < @perHost
        RETURNING {DeliveryRow.Columns}, (SELECT b.trace_parent FROM batches b WHERE b.id = deliveries.batch_id) AS TraceParent
        """;

    private const string IsHeld = "id = @id AND lease_until IS NOT NULL AND fence = @fence";

    private const string Record = $"""
        UPDATE deliveries
        SET state = @state, ended_at = @ended, not_before = @notBefore, lease_until = NULL,
            last_at = @began, last_status = @status, last_error = @error, last_ms = @duration
        WHERE {IsHeld}
        """;

    /// <inheritdoc/>
    public Task<int> CountDueAsync(int perHost, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        async c => (await DueAsync(c, perHost, limit, cancellationToken)).Count, cancellationToken);

    /// <inheritdoc/>
    public async Task<DeliveryLease?> ClaimAsync(TimeSpan lease, int perHost, IReadOnlyCollection<string> passedBy, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Looked for outside of the write, so that a long list keeps no chunk from being recorded.
            List<(string Id, string Host)> due = await database.ReadAsync(c => DueInTurnAsync(c, perHost, passedBy, cancellationToken), cancellationToken);
            if (due.Count == 0) return null;
            (string id, string host) = due[Random.Shared.Next(due.Count)];
            DeliveryLease? claimed = await database.WriteAsync(
                async t =>
                {
                    // Others that claim for the host have committed then, and are counted.
                    await database.LockAsync(t, $"host:{host}", cancellationToken);
                    long now = await database.NowAsync(t.Connection!, cancellationToken);
                    return await ClaimAsync(t, new { id, host, perHost, now, until = now + (long)lease.TotalMilliseconds }, now);
                },
                cancellationToken);
            if (claimed is not null) return claimed;
        }
    }

    /// <inheritdoc/>
    public Task<bool> DeliverAsync(DeliveryLease lease, DeliveryAttempt attempt, CancellationToken cancellationToken) =>
        database.WriteAsync(t => RecordAsync(t, lease, attempt, "delivered", TimeSpan.Zero, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> PostponeAsync(DeliveryLease lease, DeliveryAttempt attempt, TimeSpan delay, CancellationToken cancellationToken) =>
        database.WriteAsync(t => RecordAsync(t, lease, attempt, "pending", delay, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> GiveUpAsync(DeliveryLease lease, DeliveryAttempt attempt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async t =>
            {
                if (attempt.IsGone) await LockWebhookAsync(t, lease.Delivery);
                if (!await RecordAsync(t, lease, attempt, "failed", TimeSpan.Zero, cancellationToken)) return false;
                if (attempt.IsGone && lease.Delivery.WebhookId is { } webhook)
                    await DisableAsync(t, webhook, await database.NowAsync(t.Connection!, cancellationToken));
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(DeliveryLease lease, CancellationToken cancellationToken) => database.WriteAsync(
        t => t.Connection!.ExecuteAsync(
            $"UPDATE deliveries SET attempt = attempt - 1, lease_until = NULL WHERE {IsHeld}",
            new { id = BatchRow.KeyOf(lease.Delivery.Id), fence = lease.Fence }, t),
        cancellationToken);

    private async Task<List<(string Id, string Host)>> DueAsync(DbConnection connection, int perHost, int limit, CancellationToken cancellationToken)
    {
        long now = await database.NowAsync(connection, cancellationToken);
        return (await connection.QueryAsync<(string, string)>(Due, new { now, perHost, limit })).AsList();
    }

    private async Task<List<(string Id, string Host)>> DueInTurnAsync(
        DbConnection connection, int perHost, IReadOnlyCollection<string> passedBy, CancellationToken cancellationToken)
    {
        long now = await database.NowAsync(connection, cancellationToken);
        IEnumerable<string> turns = await connection.QueryAsync<string>(Turn, new { now, perHost, limit = passedBy.Count + 1 });
        if (turns.FirstOrDefault(t => !passedBy.Contains(t)) is not { } tenant) return [];
        return (await connection.QueryAsync<(string, string)>(DueOfTenant, new { tenant, now, perHost, limit = Candidates })).AsList();
    }

    private static async Task<DeliveryLease?> ClaimAsync(DbTransaction transaction, object claim, long now)
    {
        DeliveryRow? row = await transaction.Connection!.QuerySingleOrDefaultAsync<DeliveryRow>(Claim, claim, transaction);
        if (row is null) return null;
        IReadOnlyList<string> secrets = await WebhookSecrets.InForceAsync(transaction, row.TenantId, row.Target, now);
        if (secrets.Count > 0) return new DeliveryLease(row.ToDelivery(), row.Fence, secrets) { TraceParent = row.TraceParent };
        // Its webhook was deleted while this row was being written.
        await transaction.Connection!.ExecuteAsync("DELETE FROM deliveries WHERE id = @Id", new { row.Id }, transaction);
        return null;
    }

    private async Task<bool> RecordAsync(
        DbTransaction transaction, DeliveryLease lease, DeliveryAttempt attempt, string state, TimeSpan delay, CancellationToken cancellationToken)
    {
        long now = await database.NowAsync(transaction.Connection!, cancellationToken);
        var duration = (long)attempt.Duration.TotalMilliseconds;
        return await transaction.Connection!.ExecuteAsync(
            Record,
            new
            {
                id = BatchRow.KeyOf(lease.Delivery.Id),
                fence = lease.Fence,
                state,
                ended = state == "pending" ? (long?)null : now,
                notBefore = now + (long)delay.TotalMilliseconds,
                began = now - duration,
                status = attempt.Status,
                error = attempt.Error,
                duration,
            },
            transaction) == 1;
    }

    // Before any of its deliveries, as the webhook's deletion does: tries that end together would wait for each other.
    private Task LockWebhookAsync(DbTransaction transaction, Delivery delivery) =>
        delivery.WebhookId is not { } webhook ? Task.CompletedTask : transaction.Connection!.ExecuteAsync(
            $"SELECT id FROM webhooks WHERE id = @id {database.ForUpdate}", new { id = BatchRow.KeyOf(webhook) }, transaction);

    private static async Task DisableAsync(DbTransaction transaction, Guid webhook, long now)
    {
        var which = new { target = BatchRow.KeyOf(webhook), now };
        await transaction.Connection!.ExecuteAsync(
            "UPDATE webhooks SET disabled_reason = 'The receiver answered 410 Gone.' WHERE id = @target", which, transaction);
        await transaction.Connection!.ExecuteAsync(
            """
            UPDATE deliveries SET state = 'failed', ended_at = @now, lease_until = NULL, last_error = 'webhook-disabled'
            WHERE target = @target AND state = 'pending'
            """,
            which, transaction);
    }
}
