using System.Collections.Concurrent;
using BatchProcessing.Tenants;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Security;

/// <summary>
/// What this node knows of keys, for a few seconds: a busy caller costs no query a request, and a key that was revoked
/// on any node is refused on all of them after <see cref="TenantOptions.KeyCacheTime"/>.
/// </summary>
internal sealed class KnownKeys(ITenantStore store, IOptions<TenantOptions> options, TimeProvider clock)
{
    // Ids that nobody has are remembered too: as many as an attacker likes to make up.
    private const int MaxEntries = 10_000;

    // Longer than anything is remembered.
    private const int LongAgoSeconds = 3600;

    private readonly ConcurrentDictionary<string, Entry> _keys = new(StringComparer.Ordinal);
    private Local? _local;
    private volatile bool _any;

    /// <summary>A key by its id, or null when there is none.</summary>
    public async ValueTask<TenantKey?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        if (_keys.TryGetValue(keyId, out Entry? known) && IsFresh(known)) return known.Key;
        long asked = clock.GetTimestamp();
        TenantKey? found = await store.FindKeyAsync(keyId, cancellationToken);
        if (_keys.Count >= MaxEntries) _keys.Clear();
        _keys[keyId] = new Entry(found, asked);
        return found;
    }

    /// <summary>Whether this node has seen a key to be good, however long ago: it is no guess.</summary>
    public bool HasSeen(ApiKey key) => _keys.TryGetValue(key.Id, out Entry? known) && known.Key is { } seen && key.Matches(seen.Key.Hash);

    /// <summary>The tenant that requests of this machine act for while the service has no keys; null when it has one.</summary>
    public async ValueTask<TenantAccount?> FindLocalTenantAsync(CancellationToken cancellationToken)
    {
        if (_any) return null;
        if (_local is { } known && IsFresh(known)) return known.Tenant;
        long asked = clock.GetTimestamp();
        TenantAccount? usual = await store.FindTenantAsync(TenantAccount.DefaultId, cancellationToken);
        _any = await store.AnyKeyAsync(cancellationToken);
        if (_any) return null;
        _local = new Local(usual, asked);
        return usual;
    }

    /// <summary>Whether a caller who was let in would be let in now: for answers that take longer than a key may be out of date.</summary>
    public async ValueTask<bool> IsStillActiveAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.KeyId is not { } id) return await FindLocalTenantAsync(cancellationToken) is not null;
        return (await FindAsync(id, cancellationToken))?.Key.IsActive(clock.GetUtcNow()) ?? false;
    }

    /// <summary>Looks again at the next request: this node has changed something.</summary>
    public void Forget()
    {
        long longAgo = clock.GetTimestamp() - (LongAgoSeconds * clock.TimestampFrequency);
        foreach ((string id, Entry known) in _keys) _keys[id] = known with { AskedAt = longAgo };
        _local = null;
    }

    private bool IsFresh(Known known) => clock.GetElapsedTime(known.AskedAt) < options.Value.KeyCacheTime;

    private abstract record Known(long AskedAt);

    private sealed record Entry(TenantKey? Key, long AskedAt) : Known(AskedAt);

    private sealed record Local(TenantAccount? Tenant, long AskedAt) : Known(AskedAt);
}
