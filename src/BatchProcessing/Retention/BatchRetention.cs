using BatchProcessing.Batches;
using BatchProcessing.Blobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Retention;

/// <summary>Removes batches whose time is over, rows first, then blobs.</summary>
public sealed class BatchRetention(
    IRetentionStore retention,
    IBatchStore store,
    DiscardedFolders discarded,
    IOptions<RetentionOptions> options,
    ILogger<BatchRetention> logger)
{
    private const int PageSize = 100;

    /// <summary>Removes every batch that ended long enough ago.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan keep = options.Value.KeepFor;
        IReadOnlyList<Guid> page;
        do
        {
            page = await retention.ListEndedAsync(keep, PageSize, cancellationToken);
            foreach (Guid id in page)
            {
                if (!await store.DeleteAsync(id, endedFor: keep, cancellationToken)) continue;
                logger.LogInformation("Batch {BatchId}: ended more than {Keep} ago and is removed", id, keep);
                await discarded.DeleteAsync(BlobName.FolderOf(id), cancellationToken);
            }
        }
        while (page.Count == PageSize);
    }
}
