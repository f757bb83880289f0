namespace BatchProcessing.Tenants;

/// <summary>The only truth about tenants and their keys.</summary>
public interface ITenantStore
{
    /// <summary>Adds a tenant.</summary>
    /// <returns>False when its id is taken.</returns>
    Task<bool> AddTenantAsync(TenantAccount tenant, CancellationToken cancellationToken);

    /// <summary>Gives a tenant another tier and other quotas. Batches that are there keep their lane.</summary>
    /// <returns>False when there is no such tenant.</returns>
    Task<bool> ChangeTenantAsync(TenantAccount tenant, CancellationToken cancellationToken);

    /// <summary>A tenant, or null.</summary>
    Task<TenantAccount?> FindTenantAsync(string tenantId, CancellationToken cancellationToken);

    /// <summary>Tenants by id.</summary>
    /// <param name="after">Only those whose id comes after this one; null for the first.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<TenantAccount>> ListTenantsAsync(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Adds a key, unless its tenant has <paramref name="maxActive"/> active ones of the same scopes.</summary>
    Task<KeyAddition> AddKeyAsync(StoredKey key, int maxActive, CancellationToken cancellationToken);

    /// <summary>A key by its id, revoked and expired ones too, or null.</summary>
    Task<TenantKey?> FindKeyAsync(string keyId, CancellationToken cancellationToken);

    /// <summary>A tenant's keys, newest first, revoked and expired ones too.</summary>
    Task<IReadOnlyList<StoredKey>> ListKeysAsync(string tenantId, CancellationToken cancellationToken);

    /// <summary>Revokes a key for ever. It may be repeated.</summary>
    /// <returns>False when the tenant has no such key.</returns>
    Task<bool> RevokeKeyAsync(string tenantId, string keyId, CancellationToken cancellationToken);

    /// <summary>Whether a key was ever made. Keys are never deleted: a service that had one never falls back to having none.</summary>
    Task<bool> AnyKeyAsync(CancellationToken cancellationToken);
}
