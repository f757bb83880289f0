using BatchProcessing.Jobs;
using Quartz;

namespace BatchProcessing.Server.Jobs;

/// <summary>Jobs as one-off firings of Quartz.NET, one named scheduler with workers of its own for each lane.</summary>
/// <param name="services">Holds a scheduler factory under the name of each lane.</param>
/// <param name="clock">Says when the count of nodes is old.</param>
public sealed class QuartzJobEngine(IServiceProvider services, TimeProvider clock) : IJobEngine
{
    private static readonly TimeSpan CountAge = TimeSpan.FromSeconds(5);

    private NodeCount _nodes = new(0, DateTimeOffset.MinValue);

    /// <summary>The name of a lane's scheduler.</summary>
    public static string SchedulerOf(Lane lane) => $"lane-{lane}".ToLowerInvariant();

    /// <inheritdoc/>
    public async ValueTask<int> CountNodesAsync(CancellationToken cancellationToken)
    {
        NodeCount last = _nodes;
        DateTimeOffset now = clock.GetUtcNow();
        if (now - last.SeenAt < CountAge) return last.Nodes;
        IScheduler lane = await LaneAsync(Lane.Batch, cancellationToken);
        if (lane.Status == SchedulerStatus.Shutdown) return 1;
        int nodes = (await lane.QueryClusterNodes(cancellationToken)).Count(n => n.State != ClusterNodeState.Failed);
        _nodes = new NodeCount(nodes, now);
        return nodes;
    }

    /// <inheritdoc/>
    public async Task EnqueueAsync(Job job, TimeSpan delay, CancellationToken cancellationToken)
    {
        IScheduler lane = await LaneAsync(job.Lane, cancellationToken);
        if (lane.Status == SchedulerStatus.Shutdown) return;
        // A waiting firing of the same name does the same work: keep it. One that waits for later must not keep a job
        // from running now.
        string name = delay > TimeSpan.Zero ? $"{job.Name}:later" : job.Name;
        var options = new OneOffJobOptions { Name = name, OnConflict = TriggerConflict.Keep, RequestRecovery = true };
        await lane.ScheduleJob<QuartzJob, Job>(job, delay, options, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task EnqueueMissingAsync(IReadOnlyCollection<Job> jobs, CancellationToken cancellationToken)
    {
        foreach (IGrouping<Lane, Job> lane in jobs.GroupBy(j => j.Lane))
        {
            HashSet<string> waiting = await WaitingAsync(lane.Key, cancellationToken);
            foreach (Job job in lane.Where(j => !waiting.Contains(j.Name))) await EnqueueAsync(job, TimeSpan.Zero, cancellationToken);
        }
    }

    private async Task<HashSet<string>> WaitingAsync(Lane lane, CancellationToken cancellationToken)
    {
        IScheduler scheduler = await LaneAsync(lane, cancellationToken);
        if (scheduler.Status == SchedulerStatus.Shutdown) return [];
        PagedResult<TriggerHeader> triggers = await scheduler.QueryTriggers(new TriggerQuery { Take = PagedQuery.All }, cancellationToken);
        // One that runs has no next time: its twin may be enqueued after it.
        return [.. triggers.Items.Where(t => t.NextFireTimeUtc > DateTimeOffset.MinValue).Select(t => t.Key.Name)];
    }

    // The first to ask makes the scheduler, and one whose making was given up is lost for good: no caller's patience counts here.
    private Task<IScheduler> LaneAsync(Lane lane, CancellationToken cancellationToken) =>
        services.GetRequiredKeyedService<ISchedulerFactory>(SchedulerOf(lane)).GetScheduler(CancellationToken.None).AsTask().WaitAsync(cancellationToken);

    private sealed record NodeCount(int Nodes, DateTimeOffset SeenAt);
}
