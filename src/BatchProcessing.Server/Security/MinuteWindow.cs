using System.Threading.RateLimiting;

namespace BatchProcessing.Server.Security;

/// <summary>
/// So many permits in each minute of the clock. The framework's fixed window begins whenever it was made and does not say
/// when it ends, which callers are to be told.
/// </summary>
/// <param name="permits">Permits of one minute.</param>
/// <param name="clock">The clock.</param>
internal sealed class MinuteWindow(int permits, TimeProvider clock) : RateLimiter
{
    private readonly Lock _lock = new();
    private long _minute;
    private int _used;
    private long _taken;
    private long _refused;

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_lock)
            {
                TimeSpan idle = clock.GetUtcNow() - DateTimeOffset.UnixEpoch.AddMinutes(_minute + 1);
                return idle > TimeSpan.Zero ? idle : null;
            }
        }
    }

    /// <summary>How long the minute of a time goes on.</summary>
    public static TimeSpan LeftAt(DateTimeOffset now) => TimeSpan.FromTicks(TimeSpan.TicksPerMinute - (now.UtcTicks % TimeSpan.TicksPerMinute));

    /// <inheritdoc/>
    public override RateLimiterStatistics GetStatistics()
    {
        lock (_lock)
        {
            Turn();
            return new RateLimiterStatistics
            {
                CurrentAvailablePermits = permits - _used,
                TotalSuccessfulLeases = _taken,
                TotalFailedLeases = _refused,
            };
        }
    }

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_lock)
        {
            Turn();
            if (permitCount > permits - _used)
            {
                _refused++;
                return new Lease(LeftAt(clock.GetUtcNow()));
            }

            _used += permitCount;
            _taken++;
            return Lease.Taken;
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        ValueTask.FromResult(AttemptAcquireCore(permitCount));

    private void Turn()
    {
        long minute = clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute - DateTimeOffset.UnixEpoch.UtcTicks / TimeSpan.TicksPerMinute;
        if (minute == _minute) return;
        _minute = minute;
        _used = 0;
    }

    private sealed class Lease(TimeSpan? retryAfter) : RateLimitLease
    {
        public static readonly Lease Taken = new(null);

        public override bool IsAcquired => retryAfter is null;

        public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }
    }
}
