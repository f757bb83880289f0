using BatchProcessing.Jobs;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Jobs;

/// <summary>Asks for a sweep at start and then at every interval.</summary>
public sealed class SweepTimer(IJobEngine engine, IOptions<JobOptions> options, TimeProvider clock, ILogger<SweepTimer> logger)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, clock);
        do
        {
            try
            {
                await engine.EnqueueAsync(Job.Sweep, TimeSpan.Zero, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "The sweep could not be enqueued; the next interval tries again");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
