using BatchProcessing.Blobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Retention;

/// <summary>
/// Deletes results that no chunk names any more: those of earlier runs, and those of workers that lost their lease. Only
/// in ended batches, where no worker is about to name one.
/// </summary>
public sealed class SupersededResults(
    IRetentionStore store, IBlobStore blobs, IOptions<RetentionOptions> options, ILogger<SupersededResults> logger)
{
    private const int PageSize = 100;

    /// <summary>Looks once at every run that ended longer ago than the grace time.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<EndedRun> page;
        do
        {
            page = await store.ListUntidiedAsync(options.Value.BlobGrace, PageSize, cancellationToken);
            foreach (EndedRun run in page) await TidyAsync(run, cancellationToken);
        }
        while (page.Count == PageSize);
    }

    private async Task TidyAsync(EndedRun run, CancellationToken cancellationToken)
    {
        // Listed first: what a further run writes after this is not in the list.
        List<string> names = [];
        await foreach (BlobEntry blob in blobs.ListAsync(BlobName.ResultFolder(run.BatchId), cancellationToken)) names.Add(blob.Name);
        if (await store.FindResultBlobsAsync(run, cancellationToken) is not { } named) return;
        int deleted = 0;
        foreach (string name in names.Where(n => !named.Contains(n)))
        {
            await blobs.DeleteAsync(name, cancellationToken);
            deleted++;
        }

        await store.MarkTidiedAsync(run, cancellationToken);
        if (deleted > 0) logger.LogInformation("Batch {BatchId}: {Count} superseded results deleted", run.BatchId, deleted);
    }
}
