namespace BatchProcessing.Jobs;

/// <summary>
/// Decides when jobs run and on which worker. It never decides what is true: that is the batch store's part, so an
/// engine may lose, repeat or delay jobs without harm.
/// </summary>
public interface IJobEngine
{
    /// <summary>Nodes that take jobs from this engine, as last seen: 0 while none has checked in, 1 when it is this process's own.</summary>
    ValueTask<int> CountNodesAsync(CancellationToken cancellationToken);

    /// <summary>Puts a job at the tail of its lane, at once or after <paramref name="delay"/>.</summary>
    /// <param name="job">The job. One whose name is waiting already may be dropped; one whose name is running is not.</param>
    /// <param name="delay">How long it waits before it may run; zero for at once.</param>
    /// <param name="cancellationToken">Gives up enqueuing.</param>
    Task EnqueueAsync(Job job, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>
    /// Enqueues at once those of the jobs whose names do not wait yet. What heals asks for all that might be missing,
    /// again and again: this costs an engine on a database one look, not one transaction a job.
    /// </summary>
    Task EnqueueMissingAsync(IReadOnlyCollection<Job> jobs, CancellationToken cancellationToken);
}
