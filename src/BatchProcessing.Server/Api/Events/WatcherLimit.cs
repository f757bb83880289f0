using BatchProcessing.Live;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Api.Events;

/// <summary>Counts the streams and waiting requests of this node, each tenant's too. Safe for concurrent use.</summary>
internal sealed class WatcherLimit(IOptions<LiveOptions> options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _ofTenants = new(StringComparer.Ordinal);
    private int _watchers;

    /// <summary>The most there may be.</summary>
    public int Max => options.Value.MaxWatchers;

    /// <summary>The most there may be of one tenant: fewer than all, so that another always finds a place.</summary>
    public int MaxOfTenant => MaxOfTenantOf(options.Value);

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _watchers);

    /// <summary>The most there may be of one tenant under these options.</summary>
    public static int MaxOfTenantOf(LiveOptions options) => Math.Max(1, Math.Min(options.MaxWatchersPerTenant, options.MaxWatchers - 1));

    /// <summary>Takes a place, which disposing gives back.</summary>
    /// <returns>Null when all are taken, or all that the tenant may have.</returns>
    public IDisposable? TryEnter(string tenantId)
    {
        lock (_lock)
        {
            int own = _ofTenants.GetValueOrDefault(tenantId);
            if (_watchers >= Max || own >= MaxOfTenant) return null;
            _watchers++;
            _ofTenants[tenantId] = own + 1;
        }

        return new Place(this, tenantId);
    }

    private void Leave(string tenantId)
    {
        lock (_lock)
        {
            _watchers--;
            if (--_ofTenants[tenantId] == 0) _ofTenants.Remove(tenantId);
        }
    }

    private sealed class Place(WatcherLimit limit, string tenantId) : IDisposable
    {
        private int _given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _given, 1) == 0) limit.Leave(tenantId);
        }
    }
}
