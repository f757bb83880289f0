using BatchProcessing.Tenants;

namespace BatchProcessing.Server.Storage;

/// <summary>A row of <c>tenant_keys</c>.</summary>
internal sealed class KeyRow
{
    public const string Columns = """
        id AS Id, tenant_id AS TenantId, hash AS Hash, scopes AS Scopes, created_at AS CreatedAt, expires_at AS ExpiresAt,
        revoked_at AS RevokedAt
        """;

    public string Id { get; set; } = "";

    public string TenantId { get; set; } = "";

    public string Hash { get; set; } = "";

    public string Scopes { get; set; } = "";

    public long CreatedAt { get; set; }

    public long? ExpiresAt { get; set; }

    public long? RevokedAt { get; set; }

    public StoredKey ToKey() => new()
    {
        Id = Id,
        TenantId = TenantId,
        Hash = Hash,
        Scopes = KeyScopeNames.TryParse(Scopes.Split(','), out KeyScopes scopes)
            ? scopes
            : throw new InvalidOperationException($"Unknown scopes '{Scopes}'."),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        ExpiresAt = TimeOf(ExpiresAt),
        RevokedAt = TimeOf(RevokedAt),
    };

    private static DateTimeOffset? TimeOf(long? time) => time is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;
}
