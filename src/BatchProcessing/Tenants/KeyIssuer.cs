namespace BatchProcessing.Tenants;

/// <summary>Makes keys.</summary>
/// <param name="store">Keeps what is kept of them.</param>
public sealed class KeyIssuer(ITenantStore store)
{
    /// <summary>Active keys of a tenant that may do the same: the one in use and the one that is to take its place.</summary>
    public const int MaxActive = 2;

    /// <summary>Makes a key; this is the only time that it can be read.</summary>
    /// <param name="tenantId">Whose it is.</param>
    /// <param name="scopes">What its holder may do.</param>
    /// <param name="expiresAt">From when on it is refused, or null for never.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The key, or null with the reason why none was made.</returns>
    public async Task<(ApiKey? Key, KeyAddition Result)> CreateAsync(
        string tenantId, KeyScopes scopes, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        ApiKey key = ApiKey.Create();
        var stored = new StoredKey { Id = key.Id, TenantId = tenantId, Hash = key.Hash, Scopes = scopes, ExpiresAt = expiresAt };
        KeyAddition result = await store.AddKeyAsync(stored, MaxActive, cancellationToken);
        return (result == KeyAddition.Added ? key : null, result);
    }
}
