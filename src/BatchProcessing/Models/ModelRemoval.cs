using BatchProcessing.Batches;

namespace BatchProcessing.Models;

/// <summary>Deletes versions of models: a training ends, and what is stored of it goes.</summary>
public sealed class ModelRemoval(IModelStore store, DiscardedFolders discarded)
{
    /// <summary>Deletes a version. Its folder is remembered in the same transaction, so that its blobs go in any case.</summary>
    /// <param name="model">The version.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ModelDeletion> RunAsync(ModelVersion model, CancellationToken cancellationToken)
    {
        ModelDeletion result = await store.DeleteAsync(model, cancellationToken);
        if (result == ModelDeletion.Deleted) await discarded.DeleteAsync(ModelBlob.FolderOf(model.Id), CancellationToken.None);
        return result;
    }
}
