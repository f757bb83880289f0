using Microsoft.Extensions.Logging;

namespace BatchProcessing.Batches;

/// <summary>Starts batches whose predecessor has ended or whose time has come, and cancels those whose predecessor failed them.</summary>
public sealed class BatchPromoter(IBatchStore store, BatchWaker waker, ILogger<BatchPromoter> logger)
{
    /// <summary>Looks at every awaiting batch once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (Batch batch in await store.PromoteAsync(cancellationToken))
        {
            logger.LogInformation("Batch {BatchId}: waits no longer, {Status}", batch.Id, batch.Status.ToWire());
            await waker.TryWakeAsync(batch);
        }
    }

    /// <summary>The same after a durable move. When it fails the sweep makes up for it.</summary>
    public async Task TryRunAsync()
    {
        try
        {
            await RunAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            logger.LogError(e, "Awaiting batches could not be looked at");
        }
    }
}
