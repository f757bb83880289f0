using BatchProcessing.Blobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Retention;

/// <summary>
/// Deletes folders that belong to no batch and no upload: what a frozen worker wrote after its batch was deleted, or a
/// database that was set back left behind. An upload's row is there before its first blob, so none in progress is taken.
/// </summary>
public sealed class OrphanFolders(
    IRetentionStore store, IBlobStore blobs, IOptions<RetentionOptions> options, TimeProvider clock, ILogger<OrphanFolders> logger)
{
    private const int PageSize = 500;

    /// <summary>Looks at every folder once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset before = clock.GetUtcNow() - options.Value.BlobGrace;
        Dictionary<Guid, DateTimeOffset> newest = [];
        await foreach (BlobEntry blob in blobs.ListAsync("", cancellationToken))
        {
            if (!Guid.TryParseExact(blob.Name.Split('/')[0], "N", out Guid folder)) continue; // a model's
            if (newest.Count == PageSize && !newest.ContainsKey(folder)) await JudgeAsync(newest, before, cancellationToken);
            if (!newest.TryGetValue(folder, out DateTimeOffset time) || time < blob.LastModified) newest[folder] = blob.LastModified;
        }

        await JudgeAsync(newest, before, cancellationToken);
    }

    private async Task JudgeAsync(Dictionary<Guid, DateTimeOffset> newest, DateTimeOffset before, CancellationToken cancellationToken)
    {
        Guid[] old = [.. newest.Where(f => f.Value < before).Select(f => f.Key)];
        newest.Clear();
        if (old.Length == 0) return;
        IReadOnlySet<Guid> owned = await store.FindOwnedAsync(old, cancellationToken);
        foreach (Guid folder in old.Where(f => !owned.Contains(f)))
        {
            await blobs.DeleteFolderAsync(BlobName.FolderOf(folder), cancellationToken);
            logger.LogWarning("Folder {Folder}: belonged to no batch and is deleted", BlobName.FolderOf(folder));
        }
    }
}
