namespace BatchProcessing.Models;

/// <summary>The only truth about models. Guarded like the batch store; files are blobs.</summary>
public interface IModelStore
{
    /// <summary>
    /// Adds a version that is ready, and makes it the active one. Its number is the next of its name. Nodes that start
    /// together add a model once.
    /// </summary>
    /// <returns>False when the newest version of its name has the same checksum: nothing was changed.</returns>
    Task<bool> AddReadyAsync(ModelVersion model, CancellationToken cancellationToken);

    /// <summary>Adds a version that is ready; the first ready one of its name becomes active. Its number is the next of its name.</summary>
    Task<ModelVersion> AddFinishedAsync(ModelVersion model, CancellationToken cancellationToken);

    /// <summary>Records what scores a version that was added by a program that did not say it.</summary>
    Task SetRuntimeAsync(Guid modelId, string runtime, CancellationToken cancellationToken);

    /// <summary>Adds a version to be trained. Its number is the next of its name.</summary>
    Task<ModelVersion> AddQueuedAsync(ModelVersion model, TrainingData data, CancellationToken cancellationToken);

    /// <summary>Takes the right to train a version that is queued or whose trainer's lease has expired.</summary>
    /// <returns>Null when there is nothing to take.</returns>
    Task<TrainingLease?> ClaimTrainingAsync(Guid modelId, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Prolongs a lease and records how far the training is.</summary>
    /// <returns>False when the lease was lost.</returns>
    Task<bool> RenewTrainingAsync(TrainingLease lease, string stage, double progress, TimeSpan time, CancellationToken cancellationToken);

    /// <summary>Puts a training back: the worker stops, and this attempt does not count.</summary>
    Task ReleaseTrainingAsync(TrainingLease lease, CancellationToken cancellationToken);

    /// <summary>Makes a version ready; the first ready one of its name becomes active.</summary>
    /// <returns>False when the lease was lost.</returns>
    Task<bool> CompleteTrainingAsync(
        TrainingLease lease, string checksum, IReadOnlyList<string> labels, string metrics, CancellationToken cancellationToken);

    /// <summary>Gives a version up.</summary>
    Task FailTrainingAsync(TrainingLease lease, string reason, CancellationToken cancellationToken);

    /// <summary>Makes a ready version the active one of its name.</summary>
    /// <returns>False when it is not there or not ready.</returns>
    Task<bool> ActivateAsync(string tenantId, string name, int version, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a version and ends its training, unless it is the active one of several that are ready or a batch that has
    /// not ended uses it. Its number is never given again; its folder is remembered as discarded.
    /// </summary>
    Task<ModelDeletion> DeleteAsync(ModelVersion model, CancellationToken cancellationToken);

    /// <summary>Versions that wait for a worker: queued, or with an expired lease.</summary>
    Task<IReadOnlyList<Guid>> ListOpenTrainingsAsync(CancellationToken cancellationToken);

    /// <summary>The active versions a tenant may use, its own and the shared ones, by name; the least that an upload must know.</summary>
    Task<IReadOnlyList<ActiveModel>> ListActiveAsync(string tenantId, CancellationToken cancellationToken);

    /// <summary>Versions a tenant may use, its own and the shared ones, by name and version; of one name, or of all.</summary>
    Task<IReadOnlyList<ModelVersion>> ListAsync(string tenantId, string? name, CancellationToken cancellationToken);
}
