using BatchProcessing.Jobs;
using Quartz;

namespace BatchProcessing.Server.Jobs;

/// <summary>What Quartz runs: passes the job on and never lets an exception reach the engine's own retries.</summary>
public sealed class QuartzJob(IJobHandler handler, IHostApplicationLifetime lifetime, ILogger<QuartzJob> logger) : IJob<Job>
{
    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, Job input, CancellationToken cancellationToken = default)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await handler.RunAsync(input, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The service stops; the store knows what is left.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The sweep comes back to whatever this job left undone.
            logger.LogError(e, "Job {Job} failed", input.Name);
        }
    }
}
