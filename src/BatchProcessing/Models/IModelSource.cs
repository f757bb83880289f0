using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.Models;

/// <summary>Where analyses get their models from.</summary>
public interface IModelSource
{
    /// <summary>The reference that a tenant's batch is pinned to when it names a model, with or without a version.</summary>
    /// <param name="tenantId">Who asks.</param>
    /// <param name="nameOrReference"><c>topics</c> (its active version) or <c>topics@2</c>.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <returns>Null when there is no such version that is ready.</returns>
    Task<string?> ResolveAsync(string tenantId, string nameOrReference, CancellationToken cancellationToken);

    /// <summary>The analysis that a version a tenant may use is for.</summary>
    /// <returns>Null when there is no such version that is ready, or it is not known.</returns>
    Task<string?> KindOfAsync(string tenantId, string nameOrReference, CancellationToken cancellationToken);

    /// <summary>The active version of each model that a tenant may use, its own and the shared ones, by name.</summary>
    Task<IReadOnlyList<ActiveModel>> ListActiveAsync(string tenantId, CancellationToken cancellationToken);

    /// <summary>Loads a version.</summary>
    /// <exception cref="FileNotFoundException">There is no such version.</exception>
    Task<ITextModel> LoadAsync(string tenantId, string reference, CancellationToken cancellationToken);
}
