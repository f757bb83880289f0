using System.Data.Common;
using BatchProcessing.Webhooks;
using Dapper;

namespace BatchProcessing.Server.Storage;

/// <summary>Registered webhooks and their secrets in plain SQL.</summary>
/// <param name="database">The database.</param>
public sealed class SqlWebhookStore(ISqlDatabase database) : IWebhookStore
{
    private const string Columns = "id, tenant_id AS TenantId, url, events, disabled_reason AS DisabledReason, created_at AS CreatedAt";

    /// <inheritdoc/>
    public Task<bool> AddAsync(Webhook webhook, string secret, int limit, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            string tenant = webhook.TenantId;
            string id = BatchRow.KeyOf(webhook.Id);
            await database.LockAsync(t, $"webhooks:{tenant}", cancellationToken);
            long there = await t.Connection!.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM webhooks WHERE tenant_id = @tenant", new { tenant }, t);
            if (there >= limit) return false;
            await t.Connection!.ExecuteAsync(
                "INSERT INTO webhooks (id, tenant_id, url, events, created_at) VALUES (@id, @tenant, @url, @events, @created)",
                new
                {
                    id,
                    tenant,
                    url = webhook.Url.AbsoluteUri,
                    events = string.Join(',', webhook.Events),
                    created = webhook.CreatedAt.ToUnixTimeMilliseconds(),
                },
                t);
            await WebhookSecrets.AddAsync(t, tenant, id, () => secret);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Webhook>> ListAsync(string tenantId, Guid? before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async c =>
            {
                IEnumerable<WebhookRow> rows = await c.QueryAsync<WebhookRow>(
                    $"SELECT {Columns} FROM webhooks WHERE tenant_id = @tenantId AND (@before IS NULL OR id < @before) ORDER BY id DESC LIMIT @limit",
                    new { tenantId, before = before is { } id ? BatchRow.KeyOf(id) : null, limit });
                return (IReadOnlyList<Webhook>)[.. rows.Select(r => r.ToWebhook())];
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<Webhook?> FindAsync(string tenantId, Guid webhookId, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            WebhookRow? row = await c.QuerySingleOrDefaultAsync<WebhookRow>(
                $"SELECT {Columns} FROM webhooks WHERE id = @id AND tenant_id = @tenantId", new { id = BatchRow.KeyOf(webhookId), tenantId });
            return row?.ToWebhook();
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string tenantId, Guid webhookId, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            string id = BatchRow.KeyOf(webhookId);
            if (await ExecuteAsync(t, "DELETE FROM webhooks WHERE id = @id AND tenant_id = @tenantId", tenantId, id) == 0) return false;
            await WebhookSecrets.DeleteAsync(t, tenantId, id);
            await ExecuteAsync(t, "DELETE FROM deliveries WHERE tenant_id = @tenantId AND target = @id", tenantId, id);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> EnableAsync(string tenantId, Guid webhookId, CancellationToken cancellationToken) => database.WriteAsync(
        async t => await ExecuteAsync(
            t, "UPDATE webhooks SET disabled_reason = NULL WHERE id = @id AND tenant_id = @tenantId", tenantId, BatchRow.KeyOf(webhookId)) == 1,
        cancellationToken);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> RotateSecretAsync(
        string tenantId, Guid? webhookId, string secret, TimeSpan grace, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            string owner = webhookId is { } id ? BatchRow.KeyOf(id) : DeliveryRow.BatchTarget;
            if (webhookId is null) await WebhookSecrets.AddAsync(t, tenantId, owner, WebhookSecret.Generate);
            long until = await database.NowAsync(t.Connection!, cancellationToken) + (long)grace.TotalMilliseconds;
            return await WebhookSecrets.RotateAsync(t, tenantId, owner, secret, until) ? BatchRow.TimeOf(until) : (DateTimeOffset?)null;
        },
        cancellationToken);

    private static Task<int> ExecuteAsync(DbTransaction transaction, string sql, string tenantId, string id) =>
        transaction.Connection!.ExecuteAsync(sql, new { tenantId, id }, transaction);

    private sealed class WebhookRow
    {
        public string Id { get; set; } = "";
        public string TenantId { get; set; } = "";
        public string Url { get; set; } = "";
        public string Events { get; set; } = "";
        public string? DisabledReason { get; set; }
        public long CreatedAt { get; set; }

        public Webhook ToWebhook() => new()
        {
            Id = Guid.Parse(Id),
            TenantId = TenantId,
            Url = new Uri(Url),
            Events = Events.Split(','),
            DisabledReason = DisabledReason,
            CreatedAt = BatchRow.TimeOf(CreatedAt),
        };
    }
}
