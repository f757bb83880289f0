using System.Data.Common;
using BatchProcessing.Idempotency;
using Dapper;

namespace BatchProcessing.Server.Storage;

/// <summary>
/// Idempotency keys in plain SQL. A row is never deleted before its time, so that its fence only rises while an upload
/// under it can still be alive.
/// </summary>
/// <param name="database">The database.</param>
public sealed class SqlIdempotencyStore(ISqlDatabase database) : IIdempotencyStore
{
    // The one statement that decides who of many makes the batch of a key.
    private const string Reserve = """
        INSERT INTO idempotency_keys (tenant_id, key, fence, lease_until, expires_at)
        VALUES (@tenant, @key, 1, @until, @expires)
        ON CONFLICT (tenant_id, key) DO UPDATE
        SET fence = idempotency_keys.fence + 1, lease_until = excluded.lease_until, expires_at = excluded.expires_at,
            batch_id = NULL, fingerprint = NULL
        WHERE (idempotency_keys.batch_id IS NULL AND idempotency_keys.lease_until < @now)
           OR (idempotency_keys.batch_id IS NOT NULL AND idempotency_keys.expires_at < @now)
        RETURNING fence
        """;

    private const string Renew = """
        UPDATE idempotency_keys SET lease_until = @until
        WHERE tenant_id = @tenant AND key = @key AND fence = @fence AND batch_id IS NULL AND lease_until >= @now
        """;

    /// <inheritdoc/>
    public Task<IdempotencyReservation> ReserveAsync(
        string tenantId, string key, TimeSpan lease, TimeSpan keep, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            long now = await database.NowAsync(t.Connection!, cancellationToken);
            long? fence = await t.Connection!.ExecuteScalarAsync<long?>(
                Reserve,
                new { tenant = tenantId, key, now, until = now + Milliseconds(lease), expires = now + Milliseconds(keep) },
                t);
            return fence is { } taken
                ? new IdempotencyReservation(new IdempotencyLease(tenantId, key, taken), null)
                : new IdempotencyReservation(null, await FindAsync(t, tenantId, key));
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RenewAsync(IdempotencyLease lease, TimeSpan time, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            long now = await database.NowAsync(t.Connection!, cancellationToken);
            return await t.Connection!.ExecuteAsync(
                Renew, new { tenant = lease.TenantId, key = lease.Key, fence = lease.Fence, now, until = now + Milliseconds(time) }, t) == 1;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(IdempotencyLease lease, CancellationToken cancellationToken) => database.WriteAsync(
        t => t.Connection!.ExecuteAsync(
            """
            UPDATE idempotency_keys SET lease_until = 0
            WHERE tenant_id = @tenant AND key = @key AND fence = @fence AND batch_id IS NULL
            """,
            new { tenant = lease.TenantId, key = lease.Key, fence = lease.Fence },
            t),
        cancellationToken);

    /// <inheritdoc/>
    public Task<int> DeleteExpiredAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async t => await t.Connection!.ExecuteAsync(
            "DELETE FROM idempotency_keys WHERE expires_at < @now AND (lease_until IS NULL OR lease_until < @now)",
            new { now = await database.NowAsync(t.Connection!, cancellationToken) },
            t),
        cancellationToken);

    /// <summary>Holds a key for the rest of the transaction that seals its batch.</summary>
    /// <returns>False when the key was taken over or recorded: then nothing may be sealed.</returns>
    internal static async Task<bool> LockAsync(DbTransaction transaction, IdempotencyLease lease, string forUpdate) =>
        await transaction.Connection!.ExecuteScalarAsync<long?>(
            $"""
            SELECT fence FROM idempotency_keys
            WHERE tenant_id = @tenant AND key = @key AND fence = @fence AND batch_id IS NULL {forUpdate}
            """,
            new { tenant = lease.TenantId, key = lease.Key, fence = lease.Fence },
            transaction) is not null;

    /// <summary>Records a batch under its locked key; a part of the transaction that seals the batch.</summary>
    internal static Task RecordAsync(DbTransaction transaction, IdempotencyClaim claim, Guid batchId) =>
        transaction.Connection!.ExecuteAsync(
            """
            UPDATE idempotency_keys SET batch_id = @batch, fingerprint = @fingerprint, lease_until = NULL
            WHERE tenant_id = @tenant AND key = @key
            """,
            new { tenant = claim.Lease.TenantId, key = claim.Lease.Key, fingerprint = claim.Fingerprint, batch = BatchRow.KeyOf(batchId) },
            transaction);

    private static async Task<IdempotencyRecord?> FindAsync(DbTransaction transaction, string tenantId, string key)
    {
        (string? batch, string? fingerprint) = await transaction.Connection!.QuerySingleOrDefaultAsync<(string?, string?)>(
            "SELECT batch_id, fingerprint FROM idempotency_keys WHERE tenant_id = @tenantId AND key = @key",
            new { tenantId, key },
            transaction);
        return batch is null ? null : new IdempotencyRecord(Guid.Parse(batch), fingerprint!);
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
