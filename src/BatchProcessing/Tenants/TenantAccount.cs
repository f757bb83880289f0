namespace BatchProcessing.Tenants;

/// <summary>One who owns batches and models: a snapshot of its row in the store.</summary>
public sealed record TenantAccount
{
    /// <summary>The longest id, in characters.</summary>
    public const int MaxIdCharacters = 63;

    /// <summary>The tenant of a service that has no keys. It is always there.</summary>
    public const string DefaultId = "default";

    /// <summary>1 to 63 lower-case ASCII letters, digits and hyphens, not beginning with a hyphen.</summary>
    public required string Id { get; init; }

    /// <summary>What it is promised.</summary>
    public TenantTier Tier { get; init; }

    /// <summary>Its own quotas.</summary>
    public TenantQuotas Quotas { get; init; } = TenantQuotas.Usual;

    /// <summary>When it was added.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether a text can be the id of a tenant.</summary>
    public static bool IsId(string? id) =>
        id is { Length: > 0 and <= MaxIdCharacters } && id[0] != '-' && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
