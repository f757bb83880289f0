using BatchProcessing.Blobs;
using Microsoft.Extensions.Logging;

namespace BatchProcessing.Batches;

/// <summary>Deletes the blobs of deleted batches: at once, and again by the sweep when that failed or its process died.</summary>
public sealed class DiscardedFolders(IBatchStore store, IBlobStore blobs, ILogger<DiscardedFolders> logger)
{
    /// <summary>Deletes every folder that is remembered.</summary>
    public async Task DeleteAllAsync(CancellationToken cancellationToken)
    {
        foreach (string folder in await store.ListDiscardedAsync(cancellationToken)) await DeleteAsync(folder, cancellationToken);
    }

    /// <summary>Deletes one folder and forgets it. When the storage fails it stays remembered.</summary>
    public async Task DeleteAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            await blobs.DeleteFolderAsync(folder, cancellationToken);
            await store.ForgetDiscardedAsync(folder, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            logger.LogWarning(e, "Folder {Folder}: its blobs could not be deleted; the sweep tries again", folder);
        }
    }
}
