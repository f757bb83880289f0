using Microsoft.Extensions.Logging;

namespace BatchProcessing.Batches;

/// <summary>Starts batches whose predecessor has ended or whose time has come, and cancels those whose predecessor failed them.</summary>
public sealed class BatchPromoter(IBatchStore store, BatchWaker waker, ILogger<BatchPromoter> logger)
{
    /// <summary>Looks at every awaiting batch once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken) => await WakeAsync(await store.PromoteAsync(cancellationToken));

    /// <summary>The same after a durable move. When it fails the sweep makes up for it.</summary>
    public Task TryRunAsync() => TryAsync(() => RunAsync(CancellationToken.None));

    /// <summary>Looks at the batches that wait for one that has ended. When it fails the sweep makes up for it.</summary>
    public Task TryRunSuccessorsAsync(Guid endedId) =>
        TryAsync(async () => await WakeAsync(await store.PromoteSuccessorsAsync(endedId, CancellationToken.None)));

    private async Task WakeAsync(IReadOnlyList<Batch> promoted)
    {
        foreach (Batch batch in promoted)
        {
            logger.LogInformation("Batch {BatchId}: waits no longer, {Status}", batch.Id, batch.Status.ToWire());
            await waker.TryWakeAsync(batch);
        }
    }

    private async Task TryAsync(Func<Task> look)
    {
        try
        {
            await look();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            logger.LogError(e, "Awaiting batches could not be looked at");
        }
    }
}
