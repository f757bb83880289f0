using BatchProcessing.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Batches;

/// <summary>Gives the engine the jobs that a batch needs where it is now: pumps while it runs, its end when it is to end.</summary>
public sealed class BatchWaker(IJobEngine engine, IOptions<JobOptions> jobs, ILogger<BatchWaker> logger)
{
    /// <summary>Enqueues what active batches need and what does not wait in the engine yet.</summary>
    public async Task WakeAsync(IEnumerable<ActiveBatch> batches, CancellationToken cancellationToken)
    {
        int nodes = await engine.CountNodesAsync(cancellationToken);
        await engine.EnqueueMissingAsync([.. batches.SelectMany(b => JobsOf(b, nodes))], cancellationToken);
    }

    /// <summary>Enqueues what a batch needs after a durable move. When the engine fails the sweep makes up for it.</summary>
    public async Task TryWakeAsync(Batch batch)
    {
        try
        {
            int waiting = batch.Progress.ChunkTotal - batch.Progress.ChunksDone;
            int nodes = await engine.CountNodesAsync(CancellationToken.None);
            foreach (Job job in JobsOf(new ActiveBatch(batch.Id, batch.Lane, batch.Status, waiting), nodes))
                await engine.EnqueueAsync(job, TimeSpan.Zero, CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            logger.LogError(e, "Batch {BatchId}: the engine could not be woken", batch.Id);
        }
    }

    private IEnumerable<Job> JobsOf(ActiveBatch batch, int nodes) => batch.Status switch
    {
        BatchStatus.Finalizing or BatchStatus.Cancelling => [Job.FinalizeBatch(batch.Lane, batch.Id)],
        BatchStatus.Queued or BatchStatus.Running when batch.ClaimableChunks > 0 => Enumerable
            .Range(0, jobs.Value.PumpsFor(batch.Lane, batch.ClaimableChunks, nodes))
            .Select(slot => Job.Pump(batch.Lane, batch.Id, slot)),
        _ => [],
    };
}
