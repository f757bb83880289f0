using BatchProcessing.Blobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Retention;

/// <summary>
/// Deletes folders that belong to no batch and no upload: what a frozen worker wrote after its batch was deleted, or a
/// database that was set back left behind. An upload's row is there before its first blob, so none in progress is taken.
/// Folders into which a frozen worker wrote after their batch had been tidied are tidied again.
/// </summary>
public sealed class OrphanFolders(
    IRetentionStore store,
    IBlobStore blobs,
    BlobOwnership ownership,
    IOptions<RetentionOptions> options,
    TimeProvider clock,
    ILogger<OrphanFolders> logger)
{
    private const int PageSize = 500;

    /// <summary>Looks at every folder once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!await ownership.ConfirmAsync(cancellationToken)) return;
        DateTimeOffset before = clock.GetUtcNow() - options.Value.BlobGrace;
        Dictionary<Guid, DateTimeOffset> newest = [];
        await foreach (BlobEntry blob in blobs.ListAsync("", cancellationToken))
        {
            if (!Guid.TryParseExact(blob.Name.Split('/')[0], "N", out Guid folder)) continue; // a model's, or the mark
            if (newest.Count == PageSize && !newest.ContainsKey(folder)) await JudgeAsync(newest, before, cancellationToken);
            if (!newest.TryGetValue(folder, out DateTimeOffset time) || time < blob.LastModified) newest[folder] = blob.LastModified;
        }

        await JudgeAsync(newest, before, cancellationToken);
    }

    private async Task JudgeAsync(Dictionary<Guid, DateTimeOffset> newest, DateTimeOffset before, CancellationToken cancellationToken)
    {
        KeyValuePair<Guid, DateTimeOffset>[] old = [.. newest.Where(f => f.Value < before)];
        newest.Clear();
        if (old.Length == 0) return;
        IReadOnlyDictionary<Guid, DateTimeOffset?> owned = await store.FindOwnedAsync([.. old.Select(f => f.Key)], cancellationToken);
        Guid[] late = [.. old.Where(f => owned.TryGetValue(f.Key, out DateTimeOffset? tidied) && tidied < f.Value).Select(f => f.Key)];
        if (late.Length > 0) await store.MarkUntidyAsync(late, cancellationToken);
        foreach ((Guid folder, _) in old.Where(f => !owned.ContainsKey(f.Key)))
        {
            await blobs.DeleteFolderAsync(BlobName.FolderOf(folder), cancellationToken);
            logger.LogWarning("Folder {Folder}: belonged to no batch and is deleted", BlobName.FolderOf(folder));
        }
    }
}
