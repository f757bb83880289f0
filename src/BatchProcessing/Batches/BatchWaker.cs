using BatchProcessing.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Batches;

/// <summary>Gives the engine the jobs that a batch needs where it is now: pumps while it runs, its end when it is to end.</summary>
public sealed class BatchWaker(IJobEngine engine, IOptions<JobOptions> jobs, ILogger<BatchWaker> logger)
{
    /// <summary>Enqueues what an active batch needs.</summary>
    public async Task WakeAsync(ActiveBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Status is BatchStatus.Finalizing or BatchStatus.Cancelling)
            await engine.EnqueueAsync(Job.FinalizeBatch(batch.Lane, batch.Id), TimeSpan.Zero, cancellationToken);
        else if (batch.Status is BatchStatus.Queued or BatchStatus.Running)
            await engine.EnqueuePumpsAsync(jobs.Value, batch.Lane, batch.Id, batch.ClaimableChunks, cancellationToken);
    }

    /// <summary>Enqueues what a batch needs after a durable move. When the engine fails the sweep makes up for it.</summary>
    public async Task TryWakeAsync(Batch batch)
    {
        try
        {
            int waiting = batch.Progress.ChunkTotal - batch.Progress.ChunksDone;
            await WakeAsync(new ActiveBatch(batch.Id, batch.Lane, batch.Status, waiting), CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            logger.LogError(e, "Batch {BatchId}: the engine could not be woken", batch.Id);
        }
    }
}
