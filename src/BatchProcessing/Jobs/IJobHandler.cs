namespace BatchProcessing.Jobs;

/// <summary>What an engine calls when a job's turn has come.</summary>
public interface IJobHandler
{
    /// <summary>Does the work of a job. Never throws for a job whose batch is gone.</summary>
    /// <param name="job">The job.</param>
    /// <param name="jobId">The engine's own id of the job, for people who look for it there.</param>
    /// <param name="cancellationToken">The engine is shutting down: finish or release what is in hand, start nothing.</param>
    /// <returns>What the job worked on, in a line for people; null when there is nothing to tell.</returns>
    Task<string?> RunAsync(Job job, string? jobId, CancellationToken cancellationToken);
}
