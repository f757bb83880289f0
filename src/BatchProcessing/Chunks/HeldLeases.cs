using System.Collections.Concurrent;

namespace BatchProcessing.Chunks;

/// <summary>The leases this process works under now, so that one heartbeat can renew them all.</summary>
public sealed class HeldLeases
{
    private readonly ConcurrentDictionary<ChunkLease, byte> _leases = new(ReferenceEqualityComparer.Instance);

    /// <summary>The leases held at this moment.</summary>
    public IReadOnlyCollection<ChunkLease> Snapshot() => [.. _leases.Keys];

    /// <summary>Begins to hold a lease until the result is disposed.</summary>
    public IDisposable Hold(ChunkLease lease)
    {
        _leases[lease] = 0;
        return new Holding(this, lease);
    }

    private sealed class Holding(HeldLeases owner, ChunkLease lease) : IDisposable
    {
        public void Dispose() => owner._leases.TryRemove(lease, out _);
    }
}
