using System.Collections.Concurrent;
using BatchProcessing.Jobs;

namespace BatchProcessing.Server.Tests.Postgres;

/// <summary>Does no work, and remembers in which lanes jobs ran.</summary>
internal sealed class HandledJobs : IJobHandler
{
    private readonly ConcurrentDictionary<Lane, TaskCompletionSource> _lanes = new();

    public Task RunAsync(Job job, CancellationToken cancellationToken)
    {
        if (job.Kind == JobKind.Pump) Of(job.Lane).TrySetResult();
        return Task.CompletedTask;
    }

    public Task WaitForAsync(IEnumerable<Lane> lanes) => Task.WhenAll(lanes.Select(l => Of(l).Task));

    private TaskCompletionSource Of(Lane lane) => _lanes.GetOrAdd(lane, _ => new TaskCompletionSource());
}
