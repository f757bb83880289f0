using System.Data.Common;
using BatchProcessing.Webhooks;
using Dapper;

namespace BatchProcessing.Server.Storage;

/// <summary>
/// The rows of signing secrets, inside the transactions that need them. The secret of the addresses that uploads bring is
/// made when it is first needed, so that nothing is ever sent unsigned.
/// </summary>
internal static class WebhookSecrets
{
    private const string Insert = """
        INSERT INTO webhook_secrets (tenant_id, owner, secret) VALUES (@tenant, @owner, @secret)
        ON CONFLICT (tenant_id, owner) DO NOTHING
        """;

    /// <summary>The secrets that sign, the newest first; none when the webhook is gone.</summary>
    public static async Task<IReadOnlyList<string>> InForceAsync(DbTransaction transaction, string tenant, string owner, long now)
    {
        if (owner == DeliveryRow.BatchTarget) await AddAsync(transaction, tenant, owner, WebhookSecret.Generate);
        (string? secret, string? previous) = await transaction.Connection!.QuerySingleOrDefaultAsync<(string?, string?)>(
            """
            SELECT secret, CASE WHEN previous_until > @now THEN previous_secret END FROM webhook_secrets
            WHERE tenant_id = @tenant AND owner = @owner
            """,
            new { tenant, owner, now }, transaction);
        return [.. new[] { secret, previous }.OfType<string>()];
    }

    /// <summary>Adds a secret unless there is one.</summary>
    public static async Task AddAsync(DbTransaction transaction, string tenant, string owner, Func<string> make)
    {
        long there = await transaction.Connection!.ExecuteScalarAsync<long>(
            "SELECT COUNT(*) FROM webhook_secrets WHERE tenant_id = @tenant AND owner = @owner", new { tenant, owner }, transaction);
        if (there == 0) await transaction.Connection!.ExecuteAsync(Insert, new { tenant, owner, secret = make() }, transaction);
    }

    /// <summary>Replaces a secret; the one before stays in force until a time.</summary>
    /// <returns>False when there is none.</returns>
    public static async Task<bool> RotateAsync(DbTransaction transaction, string tenant, string owner, string secret, long until) =>
        await transaction.Connection!.ExecuteAsync(
            """
            UPDATE webhook_secrets SET previous_secret = secret, previous_until = @until, secret = @secret
            WHERE tenant_id = @tenant AND owner = @owner
            """,
            new { tenant, owner, secret, until }, transaction) == 1;

    /// <summary>Removes the secrets of a webhook.</summary>
    public static Task<int> DeleteAsync(DbTransaction transaction, string tenant, string owner) => transaction.Connection!.ExecuteAsync(
        "DELETE FROM webhook_secrets WHERE tenant_id = @tenant AND owner = @owner", new { tenant, owner }, transaction);
}
