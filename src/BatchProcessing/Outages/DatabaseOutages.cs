using BatchProcessing.Chunks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace BatchProcessing.Outages;

/// <summary>
/// Waits until the database serves again, and remembers when it last did not: leases that nobody could renew are not
/// lost until their holders have had the time to.
/// </summary>
public sealed class DatabaseOutages
{
    private readonly TimeProvider _clock;
    private readonly TimeSpan _grace;
    private readonly ILogger<DatabaseOutages> _logger;
    private readonly ResiliencePipeline _waiting;
    private long _last;

    /// <param name="options">The heartbeat: twice its time is what holders get after an outage.</param>
    /// <param name="clock">Measures.</param>
    /// <param name="logger">Hears of outages.</param>
    public DatabaseOutages(IOptions<ChunkOptions> options, TimeProvider clock, ILogger<DatabaseOutages> logger)
    {
        _clock = clock;
        _grace = options.Value.Heartbeat * 2;
        _logger = logger;
        _waiting = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<OutageException>(),
                MaxRetryAttempts = int.MaxValue,
                Delay = TimeSpan.FromMilliseconds(200),
                MaxDelay = TimeSpan.FromSeconds(5),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                OnRetry = args =>
                {
                    Note((OutageException)args.Outcome.Exception!);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Whether an outage was seen so short a time ago that leases may have expired for it.</summary>
    public bool IsRecent => Volatile.Read(ref _last) is not 0 and var last && _clock.GetElapsedTime(last) < _grace;

    /// <summary>Remembers that the database does not serve now.</summary>
    public void Note(OutageException outage)
    {
        if (!IsRecent) _logger.LogWarning(outage, "The database does not serve: {Kind}; work goes on when it does", outage.Kind);
        Volatile.Write(ref _last, _clock.GetTimestamp());
    }

    /// <summary>
    /// Runs work on the store, at once and then again after every outage, with waits of 0.2 to 5 s. An answer may have been
    /// lost with its outage, so the work must be guarded against having been done already.
    /// </summary>
    /// <exception cref="OperationCanceledException">The service stops while the database is away.</exception>
    public async Task<T> WaitOutAsync<T>(Func<Task<T>> work, CancellationToken stopping)
    {
        try
        {
            return await work();
        }
        catch (OutageException e)
        {
            Note(e);
            return await _waiting.ExecuteAsync(async _ => await work(), stopping);
        }
    }
}
