using System.Data.Common;
using BatchProcessing.Batches;
using BatchProcessing.Server.Webhooks;
using BatchProcessing.Webhooks;
using Dapper;

namespace BatchProcessing.Server.Storage;

/// <summary>Writes the deliveries of a batch's end, inside the transaction that ends it.</summary>
internal static class SqlOutbox
{
    private const string Targets = """
        SELECT id, url, events FROM webhooks WHERE tenant_id = @tenant AND disabled_reason IS NULL ORDER BY id
        """;

    private const string Insert = """
        INSERT INTO deliveries (id, tenant_id, batch_id, run, kind, target, url, host, payload, not_before, created_at)
        VALUES (@id, @tenant, @batch, @run, @kind, @target, @url, @host, @payload, @now, @now)
        ON CONFLICT (batch_id, run, kind, target) DO NOTHING
        """;

    /// <param name="transaction">The transaction that ends the batch.</param>
    /// <param name="batch">The batch as it has ended.</param>
    /// <param name="now">The store's time.</param>
    public static async Task AddAsync(DbTransaction transaction, Batch batch, long now)
    {
        string kind = WebhookEvent.OfEnd(batch.Status);
        IEnumerable<(string Id, string Url, string Events)> registered =
            await transaction.Connection!.QueryAsync<(string, string, string)>(Targets, new { tenant = batch.TenantId }, transaction);
        List<(string Target, string Url)> targets =
            [.. registered.Where(w => w.Events.Split(',').Contains(kind)).Select(w => (w.Id, w.Url))];
        if (batch.WebhookUrl is { } own) targets.Add((DeliveryRow.BatchTarget, own));
        if (targets.Count == 0) return;
        string payload = WebhookPayload.Of(batch, kind);
        await transaction.Connection!.ExecuteAsync(
            Insert,
            targets.Select(t => new
            {
                id = BatchRow.KeyOf(Guid.CreateVersion7(BatchRow.TimeOf(now))),
                tenant = batch.TenantId,
                batch = BatchRow.KeyOf(batch.Id),
                run = batch.Run,
                kind,
                target = t.Target,
                url = t.Url,
                host = new Uri(t.Url).IdnHost.TrimEnd('.'),
                payload,
                now,
            }),
            transaction);
    }
}
