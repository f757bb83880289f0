namespace BatchProcessing.Jobs;

/// <summary>
/// Decides when jobs run and on which worker. It never decides what is true: that is the batch store's part, so an
/// engine may lose, repeat or delay jobs without harm.
/// </summary>
public interface IJobEngine
{
    /// <summary>Puts a job at the tail of its lane, at once or after <paramref name="delay"/>.</summary>
    /// <param name="job">The job. A job whose name is already waiting may be dropped.</param>
    /// <param name="delay">How long it waits before it may run; zero for at once.</param>
    /// <param name="cancellationToken">Gives up enqueuing.</param>
    Task EnqueueAsync(Job job, TimeSpan delay, CancellationToken cancellationToken);
}
