using BatchProcessing.Hangfire.Storage;
using BatchProcessing.Jobs;
using Hangfire;
using Hangfire.States;

namespace BatchProcessing.Hangfire.Jobs;

/// <summary>Jobs as Hangfire's, in a queue a lane.</summary>
/// <param name="client">Creates them.</param>
/// <param name="waiting">Looks into the queues.</param>
/// <param name="clock">Says when the count of nodes is old.</param>
/// <param name="tables">Hangfire's tables, when the queues are in a database.</param>
public sealed class HangfireJobEngine(
    IBackgroundJobClient client, WaitingJobs waiting, TimeProvider clock, HangfireTables? tables = null) : IJobEngine
{
    private static readonly TimeSpan CountAge = TimeSpan.FromSeconds(5);

    private NodeCount _nodes = new(0, DateTimeOffset.MinValue);

    /// <inheritdoc/>
    public ValueTask<int> CountNodesAsync(CancellationToken cancellationToken)
    {
        NodeCount last = _nodes;
        DateTimeOffset now = clock.GetUtcNow();
        if (now - last.SeenAt < CountAge) return ValueTask.FromResult(last.Nodes);
        tables?.InstallOnce();
        _nodes = last = new NodeCount(waiting.CountNodes(Lane.Batch), now);
        return ValueTask.FromResult(last.Nodes);
    }

    /// <inheritdoc/>
    public Task EnqueueAsync(Job job, TimeSpan delay, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        cancellationToken.ThrowIfCancellationRequested();
        tables?.InstallOnce();
        IState state = delay > TimeSpan.Zero ? new ScheduledState(delay) : new EnqueuedState(LaneQueue.Of(job.Lane));
        client.Create(ServiceJob.ToHangfire(job), state);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task EnqueueMissingAsync(IReadOnlyCollection<Job> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        foreach (IGrouping<Lane, Job> lane in jobs.GroupBy(j => j.Lane))
        {
            tables?.InstallOnce();
            HashSet<string> names = waiting.NamesIn(lane.Key);
            foreach (Job job in lane.Where(j => !names.Contains(j.Name))) await EnqueueAsync(job, TimeSpan.Zero, cancellationToken);
        }
    }

    private sealed record NodeCount(int Nodes, DateTimeOffset SeenAt);
}
