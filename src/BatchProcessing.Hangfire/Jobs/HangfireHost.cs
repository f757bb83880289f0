using BatchProcessing.Hangfire.Storage;
using BatchProcessing.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Hangfire.Jobs;

/// <summary>
/// Runs the lanes' servers while the service runs, and keeps what they stand on: tables and recurring jobs that somebody
/// removes are made again. A database that is away at the start is waited for.
/// </summary>
/// <param name="engine">Enqueues the first sweep, and those that are overdue.</param>
/// <param name="servers">The lanes' servers.</param>
/// <param name="recurring">The sweep and retention.</param>
/// <param name="failed">The jobs that failed.</param>
/// <param name="lifetime">Says when the service has started.</param>
/// <param name="options">The interval of the sweep, at which the rest is looked after as well.</param>
/// <param name="clock">Measures the pauses.</param>
/// <param name="logger">Hears of what could not be done and is tried again.</param>
/// <param name="tables">Hangfire's tables, when the queues are in a database.</param>
public sealed class HangfireHost(
    IJobEngine engine,
    LaneServers servers,
    RecurringWork recurring,
    FailedJobs failed,
    IHostApplicationLifetime lifetime,
    IOptions<JobOptions> options,
    TimeProvider clock,
    ILogger<HangfireHost> logger,
    HangfireTables? tables = null) : BackgroundService
{
    private static readonly TimeSpan StartPause = TimeSpan.FromSeconds(1);

    /// <summary>Takes no further job, and waits for those that run.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await servers.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        while (!TryKeep(Start)) await Task.Delay(StartPause, clock, stoppingToken);
        TryKeep(recurring.Ensure);
        using var timer = new PeriodicTimer(options.Value.SweepInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) TryKeep(Look);
    }

    private void Start()
    {
        tables?.InstallOnce();
        // Not through the recurring jobs, whose locks a node that was killed may still hold.
        Enqueue(Job.Sweep);
        Enqueue(Job.Retention);
        servers.Start();
    }

    private void Look()
    {
        if (tables is not null && !tables.Exist())
        {
            logger.LogWarning("Hangfire's tables are gone; they are made again");
            tables.Install();
        }

        if (recurring.IsSweepOverdue(clock.GetUtcNow())) Enqueue(Job.Sweep);
        recurring.Ensure();
        failed.Trim();
    }

    private void Enqueue(Job job) => engine.EnqueueAsync(job, TimeSpan.Zero, CancellationToken.None).GetAwaiter().GetResult();

    private bool TryKeep(Action keep)
    {
        try
        {
            keep();
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            logger.LogWarning(e, "The job engine's storage could not be used; it is tried again");
            return false;
        }
    }
}
