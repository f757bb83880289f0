using BatchProcessing.Outages;
using Polly;
using Polly.Retry;

namespace BatchProcessing.Batches;

/// <summary>Seals uploads, and finds out what became of a seal whose answer was lost with its connection.</summary>
internal sealed class UploadSeal(IBatchStore store, TimeSpan reservation, TimeProvider clock)
{
    // About 6 s: a database that starts again is back by then, and the caller still waits.
    private readonly ResiliencePipeline _asking = new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<OutageException>(),
            MaxRetryAttempts = 5,
            Delay = TimeSpan.FromMilliseconds(200),
            BackoffType = DelayBackoffType.Exponential,
        })
        .Build();

    /// <summary>Seals an upload as <see cref="IBatchStore.SealAsync"/> does.</summary>
    /// <exception cref="OutageException">It was not sealed, or nobody could be asked whether it was.</exception>
    public async Task<bool> RunAsync(SealedUpload upload, CancellationToken cancellationToken)
    {
        try
        {
            return await store.SealAsync(upload, cancellationToken);
        }
        catch (OutageException e) when (e.Kind == OutageKind.DatabaseAway)
        {
            if (await _asking.ExecuteAsync(async t => await IsSealedAsync(upload.Batch.Id, t), cancellationToken)) return true;
            throw;
        }
    }

    // The seal's transaction deletes the reservation: renewing it waits for a commit that is still under way.
    private async Task<bool> IsSealedAsync(Guid batchId, CancellationToken cancellationToken) =>
        !await store.RenewUploadAsync(batchId, reservation, cancellationToken)
        && await store.GetAsync(batchId, cancellationToken) is not null;
}
