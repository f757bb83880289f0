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
    public async Task RunAsync(Job job, CancellationToken cancellationToken)
    {
        try
        {
            await WorkAsync(job, cancellationToken);
        }
        catch (OutageException e) when (e.Kind != OutageKind.BlobStoreAway)
        {
            outages.Note(e);
        }
    }

    private Task WorkAsync(Job job, CancellationToken cancellationToken) => job.Kind switch
    {
        JobKind.Pump => pump.RunAsync(job, cancellationToken),
        JobKind.FinalizeBatch => finalizer.RunAsync(job.TargetId, cancellationToken),
        JobKind.TrainModel => trainer.RunAsync(job.TargetId, cancellationToken),
        JobKind.Sweep => sweeper.RunAsync(cancellationToken),
        JobKind.Retention => retention.RunAsync(cancellationToken),
        JobKind.DeliverWebhook => deliveries.RunAsync(job, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(job), job.Kind, "Unknown kind of job."),
    };
}
