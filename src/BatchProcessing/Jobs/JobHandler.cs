using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Models;
using BatchProcessing.Outages;
using BatchProcessing.Retention;
using BatchProcessing.Webhooks;

namespace BatchProcessing.Jobs;

/// <summary>Hands each kind of job to what does its work.</summary>
public sealed class JobHandler(
    ChunkPump pump,
    BatchFinalizer finalizer,
    ModelTrainer trainer,
    BatchSweeper sweeper,
    RetentionTurn retention,
    DeliveryPump deliveries,
    DatabaseOutages outages)
    : IJobHandler
{
    /// <summary>
    /// Runs a job. One that the database does not serve ends without a fault: the sweep enqueues what is missing when the
    /// database is back.
    /// </summary>
    public async Task<string?> RunAsync(Job job, string? jobId, CancellationToken cancellationToken)
    {
        WorkPlace place = WorkPlace.Here(jobId);
        try
        {
            if (job.Kind == JobKind.Pump) return await pump.RunAsync(job, place, cancellationToken);
            await WorkAsync(job, place, cancellationToken);
        }
        catch (OutageException e) when (e.Kind != OutageKind.BlobStoreAway)
        {
            outages.Note(e);
        }

        return null;
    }

    private Task WorkAsync(Job job, WorkPlace place, CancellationToken cancellationToken) => job.Kind switch
    {
        JobKind.FinalizeBatch => finalizer.RunAsync(job.TargetId, place, cancellationToken),
        JobKind.TrainModel => trainer.RunAsync(job.TargetId, cancellationToken),
        JobKind.Sweep => sweeper.RunAsync(cancellationToken),
        JobKind.Retention => retention.RunAsync(cancellationToken),
        JobKind.DeliverWebhook => deliveries.RunAsync(job, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(job), job.Kind, "Unknown kind of job."),
    };
}
