namespace BatchProcessing.Tenants;

/// <summary>What is kept of a key: everything but the key.</summary>
public sealed record StoredKey
{
    /// <summary>The part of the key that names it.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string TenantId { get; init; }

    /// <summary>The SHA-256 of the key, in lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>What its holder may do.</summary>
    public required KeyScopes Scopes { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is refused, or null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked, or null.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Whether it is good at a time.</summary>
    public bool IsActive(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);
}
