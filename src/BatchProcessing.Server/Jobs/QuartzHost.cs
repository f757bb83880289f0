using System.Collections.Concurrent;
using BatchProcessing.Jobs;
using Quartz;

namespace BatchProcessing.Server.Jobs;

/// <summary>
/// Runs the scheduler of every lane while the service runs. Quartz's own hosted service would end the process when the
/// schedulers' database is away at the start; this one tries again until it is there.
/// </summary>
/// <param name="services">Holds a scheduler factory under the name of each lane.</param>
/// <param name="lifetime">Says when the service has started.</param>
/// <param name="clock">Measures the pauses.</param>
/// <param name="logger">Hears of starts that failed.</param>
public sealed class QuartzHost(
    IServiceProvider services, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<QuartzHost> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentBag<IScheduler> _schedulers = [];

    /// <summary>Stops firing, and waits for the jobs that run.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_schedulers.Select(s => s.Shutdown(waitForJobsToComplete: true, cancellationToken).AsTask()));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        using CancellationTokenRegistration registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        await Task.WhenAll(Enum.GetValues<Lane>().Select(lane => StartAsync(lane, stoppingToken)));
    }

    private async Task StartAsync(Lane lane, CancellationToken stoppingToken)
    {
        var factory = services.GetRequiredKeyedService<ISchedulerFactory>(QuartzJobEngine.SchedulerOf(lane));
        while (true)
        {
            try
            {
                IScheduler scheduler = await factory.GetScheduler(stoppingToken);
                if (!_schedulers.Contains(scheduler)) _schedulers.Add(scheduler);
                await scheduler.Start(stoppingToken);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogWarning(e, "Lane {Lane} could not be started; it is tried again", lane);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }
}
