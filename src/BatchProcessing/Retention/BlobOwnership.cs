using BatchProcessing.Blobs;
using Microsoft.Extensions.Logging;

namespace BatchProcessing.Retention;

/// <summary>
/// Tells whether the blobs are this database's to delete. A mark among them names the database; a service that was
/// pointed at another one's blobs, or has lost its database, sees a strange mark and leaves every blob alone.
/// </summary>
public sealed class BlobOwnership(IRetentionStore store, IBlobStore blobs, ILogger<BlobOwnership> logger)
{
    /// <summary>Looks at the mark, and makes it when there is none.</summary>
    /// <returns>False when the blobs belong to another database.</returns>
    public async Task<bool> ConfirmAsync(CancellationToken cancellationToken)
    {
        string own = BlobName.Owner(await store.GetIdentityAsync(cancellationToken));
        bool isMarked = false;
        await foreach (BlobEntry mark in blobs.ListAsync(BlobName.OwnerFolder, cancellationToken))
        {
            isMarked |= mark.Name == own;
            if (mark.Name == own) continue;
            logger.LogError(
                "The blobs belong to another database, so none of them is deleted as an orphan. If that database is gone for good, delete the blob {Mark}",
                mark.Name);
            return false;
        }

        if (!isMarked) await MarkAsync(own, cancellationToken);
        return true;
    }

    private async Task MarkAsync(string own, CancellationToken cancellationToken)
    {
        try
        {
            await blobs.CreateAsync(own, "The database of these blobs.\n"u8.ToArray(), cancellationToken);
            await blobs.SealFolderAsync(BlobName.OwnerFolder, cancellationToken);
        }
        catch (IOException e)
        {
            // Another node was faster, or the storage fails: the next round looks again.
            logger.LogDebug(e, "The blobs could not be marked");
        }
    }
}
