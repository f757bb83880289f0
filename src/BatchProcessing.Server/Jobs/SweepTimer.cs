using BatchProcessing.Jobs;
using BatchProcessing.Retention;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Jobs;

/// <summary>Asks for a sweep at start and then at every interval, and for a round of retention at every longer one.</summary>
/// <param name="engine">Runs them.</param>
/// <param name="options">The interval of the sweep.</param>
/// <param name="retention">The interval of retention.</param>
/// <param name="clock">Measures them.</param>
/// <param name="logger">Hears of sweeps that could not be asked for.</param>
/// <param name="tables">The engine's tables, when it has any.</param>
public sealed class SweepTimer(
    IJobEngine engine,
    IOptions<JobOptions> options,
    IOptions<RetentionOptions> retention,
    TimeProvider clock,
    ILogger<SweepTimer> logger,
    EngineTables? tables = null)
    : BackgroundService
{
    private long? _lastRetention;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, clock);
        do
        {
            try
            {
                await AskAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "The sweep could not be enqueued; the next interval tries again");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task AskAsync(CancellationToken stoppingToken)
    {
        try
        {
            await EnqueueAsync(stoppingToken);
        }
        catch (Exception e) when (tables is not null && EngineTables.AreMissing(e))
        {
            logger.LogWarning("The engine's tables are gone; they are made again");
            await tables.RestoreAsync(stoppingToken);
            await EnqueueAsync(stoppingToken);
        }
    }

    private async Task EnqueueAsync(CancellationToken stoppingToken)
    {
        await engine.EnqueueAsync(Job.Sweep, TimeSpan.Zero, stoppingToken);
        if (_lastRetention is { } last && clock.GetElapsedTime(last) < retention.Value.Interval) return;
        await engine.EnqueueAsync(Job.Retention, TimeSpan.Zero, stoppingToken);
        _lastRetention = clock.GetTimestamp();
    }
}
