using BatchProcessing.Jobs;

namespace BatchProcessing.Server.Tests.Batches;

/// <summary>An engine that runs nothing and remembers what it was given; it may also fail.</summary>
internal sealed class RecordedJobs : IJobEngine
{
    public List<Job> Jobs { get; } = [];

    public Exception? Fault { get; set; }

    public Task EnqueueAsync(Job job, TimeSpan delay, CancellationToken cancellationToken)
    {
        Jobs.Add(job);
        return Fault is null ? Task.CompletedTask : Task.FromException(Fault);
    }

    public ValueTask<int> CountNodesAsync(CancellationToken cancellationToken) => ValueTask.FromResult(1);

    public async Task EnqueueMissingAsync(IReadOnlyCollection<Job> jobs, CancellationToken cancellationToken)
    {
        foreach (Job job in jobs) await EnqueueAsync(job, TimeSpan.Zero, cancellationToken);
    }
}
