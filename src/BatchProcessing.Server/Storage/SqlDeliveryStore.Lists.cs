using BatchProcessing.Webhooks;
using Dapper;

namespace BatchProcessing.Server.Storage;

public sealed partial class SqlDeliveryStore
{
    private const string IsWanted = """
        tenant_id = @tenant AND (@batch IS NULL OR batch_id = @batch) AND (@webhook IS NULL OR target = @webhook)
        """;

    // Who holds it tries what was there before, so that its end is not the end of what was asked for now.
    private const string Redeliver = $"""
        UPDATE deliveries
        SET state = 'pending', ended_at = NULL, not_before = @now, attempt = 0, lease_until = NULL, fence = fence + 1
        WHERE id = @id AND {IsWanted}
          AND NOT EXISTS (SELECT 1 FROM webhooks w WHERE w.id = deliveries.target AND w.disabled_reason IS NOT NULL)
        RETURNING {DeliveryRow.Columns}
        """;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Delivery>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            IEnumerable<DeliveryRow> rows = await c.QueryAsync<DeliveryRow>(
                $"SELECT {DeliveryRow.Columns} FROM deliveries WHERE {IsWanted} AND (@before IS NULL OR id < @before) ORDER BY id DESC LIMIT @limit",
                new
                {
                    tenant = query.TenantId,
                    batch = Key(query.BatchId),
                    webhook = Key(query.WebhookId),
                    before = Key(query.Before),
                    limit = query.Limit,
                });
            return (IReadOnlyList<Delivery>)[.. rows.Select(r => r.ToDelivery())];
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<Delivery?> FindAsync(DeliveryQuery query, Guid deliveryId, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            DeliveryRow? row = await c.QuerySingleOrDefaultAsync<DeliveryRow>(
                $"SELECT {DeliveryRow.Columns} FROM deliveries WHERE id = @id AND {IsWanted}",
                new { id = BatchRow.KeyOf(deliveryId), tenant = query.TenantId, batch = Key(query.BatchId), webhook = Key(query.WebhookId) });
            return row?.ToDelivery();
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<Delivery?> RedeliverAsync(DeliveryQuery query, Guid deliveryId, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            long now = await database.NowAsync(t.Connection!, cancellationToken);
            DeliveryRow? row = await t.Connection!.QuerySingleOrDefaultAsync<DeliveryRow>(
                Redeliver,
                new { id = BatchRow.KeyOf(deliveryId), now, tenant = query.TenantId, batch = Key(query.BatchId), webhook = Key(query.WebhookId) },
                t);
            return row?.ToDelivery();
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<int> DeleteEndedAsync(TimeSpan ago, int limit, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            long before = await database.NowAsync(t.Connection!, cancellationToken) - (long)ago.TotalMilliseconds;
            // Said twice: one that is redelivered between the look and the deletion has not ended any more.
            return await t.Connection!.ExecuteAsync(
                """
                DELETE FROM deliveries
                WHERE id IN (SELECT id FROM deliveries WHERE ended_at <= @before ORDER BY ended_at LIMIT @limit) AND ended_at <= @before
                """,
                new { before, limit }, t);
        },
        cancellationToken);

    private static string? Key(Guid? id) => id is { } given ? BatchRow.KeyOf(given) : null;
}
