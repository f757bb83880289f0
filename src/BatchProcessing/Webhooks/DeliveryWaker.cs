using BatchProcessing.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Webhooks;

/// <summary>Gives the engine the pumps that due deliveries need.</summary>
public sealed class DeliveryWaker(
    IDeliveryStore deliveries, IJobEngine engine, IOptions<WebhookOptions> options, IOptions<JobOptions> jobs, ILogger<DeliveryWaker> logger)
{
    /// <summary>Enqueues as many pumps as are missing.</summary>
    public async Task WakeAsync(CancellationToken cancellationToken)
    {
        int workers = jobs.Value.WorkersOf(Lane.Webhooks);
        int due = await deliveries.CountDueAsync(options.Value.MaxPerHost, workers, cancellationToken);
        if (due == 0) return;
        await engine.EnqueueMissingAsync([.. Enumerable.Range(0, due).Select(Job.Deliver)], cancellationToken);
    }

    /// <summary>Enqueues a pump when something is due after a durable move. When it fails the sweep makes up for it.</summary>
    public async Task TryWakeAsync()
    {
        try
        {
            if (await deliveries.CountDueAsync(options.Value.MaxPerHost, 1, CancellationToken.None) == 0) return;
            // Any slot: one that waits already will find this delivery too, and others run beside it.
            int slot = Random.Shared.Next(jobs.Value.WorkersOf(Lane.Webhooks));
            await engine.EnqueueAsync(Job.Deliver(slot), TimeSpan.Zero, CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            logger.LogError(e, "Deliveries could not be looked at");
        }
    }
}
