using System.Net;
using System.Net.Sockets;
using BatchProcessing.Tenants;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Security;

/// <summary>
/// Counts, by the address of the client and the minute of the clock, the keys that nobody has: guessing them costs the
/// database a look-up each. Safe for concurrent use.
/// </summary>
internal sealed class FailedKeys(IOptions<TenantOptions> options, TimeProvider clock)
{
    /// <summary>
    /// Addresses that are remembered. When there are more all are forgotten: who has so many is not held up by a limit of
    /// each, and nobody else may pay for it.
    /// </summary>
    public const int MaxAddresses = 10_000;

    // Who has one address of IPv6 mostly has the 2^64 beside it.
    private const int NetworkBytes = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _failures = [];
    private long _minute;

    /// <summary>How many there may be a minute.</summary>
    public int Max => options.Value.FailedKeysPerMinute;

    /// <summary>How long an address that has sent too many has to wait.</summary>
    public TimeSpan RetryAfter => MinuteWindow.LeftAt(clock.GetUtcNow());

    /// <summary>Whether an address has sent as many as it may.</summary>
    public bool AreTooMany(IPAddress? address)
    {
        lock (_lock)
        {
            Turn();
            return _failures.GetValueOrDefault(PlaceOf(address)) >= Max;
        }
    }

    /// <summary>Counts one.</summary>
    public void Add(IPAddress? address)
    {
        IPAddress place = PlaceOf(address);
        lock (_lock)
        {
            Turn();
            if (_failures.Count >= MaxAddresses && !_failures.ContainsKey(place)) _failures.Clear();
            _failures[place] = _failures.GetValueOrDefault(place) + 1;
        }
    }

    private void Turn()
    {
        long minute = clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute;
        if (minute == _minute) return;
        _minute = minute;
        _failures.Clear();
    }

    private static IPAddress PlaceOf(IPAddress? address)
    {
        if (address is null) return IPAddress.None; // a socket of the file system
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
