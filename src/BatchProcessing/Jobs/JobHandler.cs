using BatchProcessing.Batches;
using BatchProcessing.Chunks;

namespace BatchProcessing.Jobs;

/// <summary>Hands each kind of job to what does its work.</summary>
public sealed class JobHandler(ChunkPump pump, BatchFinalizer finalizer, BatchSweeper sweeper) : IJobHandler
{
    /// <inheritdoc/>
    public Task RunAsync(Job job, CancellationToken cancellationToken) => job.Kind switch
    {
        JobKind.Pump => pump.RunAsync(job, cancellationToken),
        JobKind.FinalizeBatch => finalizer.RunAsync(job.BatchId, cancellationToken),
        JobKind.Sweep => sweeper.RunAsync(cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(job), job.Kind, "Unknown kind of job."),
    };
}
