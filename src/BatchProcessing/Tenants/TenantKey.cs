namespace BatchProcessing.Tenants;

/// <summary>A key with the tenant that it speaks for.</summary>
/// <param name="Key">The key.</param>
/// <param name="Tenant">The tenant as it is now.</param>
public sealed record TenantKey(StoredKey Key, TenantAccount Tenant);
