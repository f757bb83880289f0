using System.Text.Json.Serialization;
using BatchProcessing.Tenants;

namespace BatchProcessing.Server.Api;

/// <summary>A tenant to add, or what one is to become.</summary>
/// <param name="Id">1 to 63 lower-case letters, digits and hyphens.</param>
/// <param name="Tier"><c>standard</c> (default) or <c>vip</c>.</param>
/// <param name="Quotas">Its own quotas; null where the service's hold.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TenantRequest(string? Id = null, string? Tier = null, TenantQuotas? Quotas = null);

/// <summary>A tenant.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Tier"><c>standard</c> or <c>vip</c>.</param>
/// <param name="Quotas">Its own quotas; null where the service's hold.</param>
/// <param name="CreatedAt">When it was added.</param>
public sealed record TenantResponse(string Id, string Tier, TenantQuotas Quotas, DateTimeOffset CreatedAt)
{
    internal static TenantResponse Of(TenantAccount tenant) => new(tenant.Id, tenant.Tier.ToWire(), tenant.Quotas, tenant.CreatedAt);
}

/// <summary>A key to make.</summary>
/// <param name="Scopes">Any of <c>submit</c>, <c>read</c> and <c>admin</c>.</param>
/// <param name="ExpiresAt">From when on it is refused; null for never.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record KeyRequest(IReadOnlyList<string>? Scopes = null, DateTimeOffset? ExpiresAt = null);

/// <summary>A key that was made.</summary>
/// <param name="Id">Names it.</param>
/// <param name="TenantId">Whose it is.</param>
/// <param name="Scopes">What its holder may do.</param>
/// <param name="ExpiresAt">From when on it is refused, or null.</param>
/// <param name="Key">The key itself. It is not kept: this answer is the only place that it is ever shown.</param>
public sealed record MadeKey(string Id, string TenantId, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt, string Key);

/// <summary>What is known of a key.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Scopes">What its holder may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From when on it is refused, or null.</param>
/// <param name="RevokedAt">When it was revoked, or null.</param>
/// <param name="IsActive">Whether it is good now.</param>
public sealed record KeyResponse(
    string Id, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, bool IsActive)
{
    internal static KeyResponse Of(StoredKey key, DateTimeOffset now) =>
        new(key.Id, key.Scopes.Names(), key.CreatedAt, key.ExpiresAt, key.RevokedAt, key.IsActive(now));
}
