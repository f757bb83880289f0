using BatchProcessing.Jobs;
using Hangfire;
using Hangfire.AspNetCore;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Hangfire.Jobs;

/// <summary>
/// The Hangfire servers of this node: one a lane, so that neither VIP batches nor maintenance take workers from anybody's
/// batches, whatever order a storage serves queues in.
/// </summary>
/// <param name="storage">Where the queues are.</param>
/// <param name="scopes">Makes the objects that do the work.</param>
/// <param name="options">Workers of the lanes.</param>
public sealed class LaneServers(JobStorage storage, IServiceScopeFactory scopes, JobOptions options) : IDisposable
{
    // Delayed jobs wait for parts of a second, and the sweep may be due every second.
    private static readonly TimeSpan SchedulePolling = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(20);

    private readonly List<BackgroundJobServer> _servers = [];

    /// <summary>Whether every lane has its server.</summary>
    public bool AreRunning { get; private set; }

    /// <summary>Starts them.</summary>
    public void Start()
    {
        foreach (Lane lane in Enum.GetValues<Lane>()) _servers.Add(new BackgroundJobServer(OptionsOf(lane), storage));
        AreRunning = true;
    }

    /// <summary>
    /// Takes no further job, cancels those that run, and waits for them. What has not ended when the time for that is over
    /// is broken off: its chunks' leases expire, as after a death.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        AreRunning = false;
        _servers.ForEach(s => s.SendStop());
        try
        {
            await Task.WhenAll(_servers.Select(s => s.WaitForShutdownAsync(cancellationToken)));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host's time to stop is over; a fault here would make a crash of it.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _servers.ForEach(s => s.Dispose());
        _servers.Clear();
    }

    private BackgroundJobServerOptions OptionsOf(Lane lane) => new()
    {
        ServerName = $"{Environment.MachineName}:{LaneQueue.Of(lane)}",
        Queues = [LaneQueue.Of(lane)],
        WorkerCount = options.WorkersOf(lane),
        Activator = new AspNetCoreJobActivator(scopes),
        IsLightweightServer = lane != Lane.Maintenance, // one a process schedules and tidies
        SchedulePollingInterval = SchedulePolling,
        StopTimeout = TimeSpan.Zero, // a pump needs no time to finish: it ends after its chunk when it is told to
        HeartbeatInterval = Heartbeat,
        ServerCheckInterval = Heartbeat,
        ServerTimeout = DeadAfter,
    };
}
