namespace BatchProcessing.Jobs;

/// <summary>What an engine calls when a job's turn has come.</summary>
public interface IJobHandler
{
    /// <summary>Does the work of a job. Never throws for a job whose batch is gone.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">The engine is shutting down: finish or release what is in hand, start nothing.</param>
    Task RunAsync(Job job, CancellationToken cancellationToken);
}
