using System.Data.Common;
using BatchProcessing.Tenants;
using Dapper;

namespace BatchProcessing.Server.Storage;

/// <summary>Tenants and keys in plain SQL.</summary>
/// <param name="database">The database.</param>
public sealed class SqlTenantStore(ISqlDatabase database) : ITenantStore
{
    private const string InsertTenant = """
        INSERT INTO tenants (id, tier, submissions_per_minute, reads_per_minute, concurrent_uploads, queued_documents,
                             documents_per_day, created_at)
        VALUES (@id, @tier, @submissions, @reads, @uploads, @queued, @daily, @now)
        ON CONFLICT (id) DO NOTHING
        """;

    private const string UpdateTenant = """
        UPDATE tenants
        SET tier = @tier, submissions_per_minute = @submissions, reads_per_minute = @reads, concurrent_uploads = @uploads,
            queued_documents = @queued, documents_per_day = @daily
        WHERE id = @id
        """;

    private const string InsertKey = """
        INSERT INTO tenant_keys (id, tenant_id, hash, scopes, created_at, expires_at)
        VALUES (@id, @tenant, @hash, @scopes, @now, @expires)
        """;

    private const string CountActive = """
        SELECT COUNT(*) FROM tenant_keys
        WHERE tenant_id = @tenant AND scopes = @scopes AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > @now)
        """;

    /// <inheritdoc/>
    public Task<bool> AddTenantAsync(TenantAccount tenant, CancellationToken cancellationToken) =>
        WriteTenantAsync(InsertTenant, tenant, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ChangeTenantAsync(TenantAccount tenant, CancellationToken cancellationToken) =>
        WriteTenantAsync(UpdateTenant, tenant, cancellationToken);

    /// <inheritdoc/>
    public Task<TenantAccount?> FindTenantAsync(string tenantId, CancellationToken cancellationToken) => database.ReadAsync(
        async c => (await TenantAsync(c, tenantId))?.ToTenant(), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<TenantAccount>> ListTenantsAsync(string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async c =>
            {
                IEnumerable<TenantRow> rows = await c.QueryAsync<TenantRow>(
                    $"SELECT {TenantRow.Columns} FROM tenants WHERE @after IS NULL OR id > @after ORDER BY id LIMIT @limit",
                    new { after, limit });
                return (IReadOnlyList<TenantAccount>)[.. rows.Select(r => r.ToTenant())];
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<KeyAddition> AddKeyAsync(StoredKey key, int maxActive, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            // Two keys that are made at a time are counted one after the other.
            await database.LockAsync(t, $"keys:{key.TenantId}", cancellationToken);
            if (await TenantAsync(t.Connection!, key.TenantId, t) is null) return KeyAddition.NoTenant;
            var row = new
            {
                id = key.Id,
                tenant = key.TenantId,
                hash = key.Hash,
                scopes = key.Scopes.ToWire(),
                now = await database.NowAsync(t.Connection!, cancellationToken),
                expires = key.ExpiresAt?.ToUnixTimeMilliseconds(),
            };
            if (await t.Connection!.ExecuteScalarAsync<long>(CountActive, row, t) >= maxActive) return KeyAddition.TooMany;
            await t.Connection!.ExecuteAsync(InsertKey, row, t);
            return KeyAddition.Added;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<TenantKey?> FindKeyAsync(string keyId, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            KeyRow? key = await c.QuerySingleOrDefaultAsync<KeyRow>($"SELECT {KeyRow.Columns} FROM tenant_keys WHERE id = @keyId", new { keyId });
            return key is null ? null : new TenantKey(key.ToKey(), (await TenantAsync(c, key.TenantId))!.ToTenant());
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredKey>> ListKeysAsync(string tenantId, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            IEnumerable<KeyRow> rows = await c.QueryAsync<KeyRow>(
                $"SELECT {KeyRow.Columns} FROM tenant_keys WHERE tenant_id = @tenantId ORDER BY created_at DESC, id", new { tenantId });
            return (IReadOnlyList<StoredKey>)[.. rows.Select(r => r.ToKey())];
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RevokeKeyAsync(string tenantId, string keyId, CancellationToken cancellationToken) => database.WriteAsync(
        async t => await t.Connection!.ExecuteAsync(
            "UPDATE tenant_keys SET revoked_at = COALESCE(revoked_at, @now) WHERE id = @keyId AND tenant_id = @tenantId",
            new { keyId, tenantId, now = await database.NowAsync(t.Connection!, cancellationToken) },
            t) == 1,
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> AnyKeyAsync(CancellationToken cancellationToken) => database.ReadAsync(
        c => c.ExecuteScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM tenant_keys)"), cancellationToken);

    private static Task<TenantRow?> TenantAsync(DbConnection connection, string tenantId, DbTransaction? transaction = null) =>
        connection.QuerySingleOrDefaultAsync<TenantRow>(
            $"SELECT {TenantRow.Columns} FROM tenants WHERE id = @tenantId", new { tenantId }, transaction);

    private Task<bool> WriteTenantAsync(string write, TenantAccount tenant, CancellationToken cancellationToken) => database.WriteAsync(
        async t => await t.Connection!.ExecuteAsync(
            write, TenantRow.Parameters(tenant, await database.NowAsync(t.Connection!, cancellationToken)), t) == 1,
        cancellationToken);
}
