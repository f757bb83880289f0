using System.Globalization;
using BatchProcessing.Blobs;
using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.Models;

/// <summary>
/// The models of a service: versions are rows, files are blobs that are never changed, so that a batch ends with the
/// versions it started with, over restarts and upgrades.
/// </summary>
/// <param name="store">The versions.</param>
/// <param name="blobs">Their files.</param>
/// <param name="reader">Reads the files.</param>
public sealed class ModelCatalog(IModelStore store, IBlobStore blobs, TextModelReader reader) : IModelSource
{
    // Those that the service comes with, and as many of tenants as are in use at a time; others are read again.
    private const int KeptModels = 64;

    private readonly RecentlyUsed<Guid, ITextModel> _loaded = new(KeptModels);

    /// <inheritdoc/>
    public async Task<string?> ResolveAsync(string tenantId, string nameOrReference, CancellationToken cancellationToken) =>
        (await FindAsync(tenantId, nameOrReference, cancellationToken))?.Reference;

    /// <inheritdoc/>
    public async Task<string?> KindOfAsync(string tenantId, string nameOrReference, CancellationToken cancellationToken) =>
        (await FindAsync(tenantId, nameOrReference, cancellationToken))?.Kind;

    /// <inheritdoc/>
    public Task<IReadOnlyList<ActiveModel>> ListActiveAsync(string tenantId, CancellationToken cancellationToken) =>
        store.ListActiveAsync(tenantId, cancellationToken);

    /// <inheritdoc/>
    public async Task<ITextModel> LoadAsync(string tenantId, string reference, CancellationToken cancellationToken)
    {
        ModelVersion version = await FindAsync(tenantId, reference, cancellationToken)
            ?? throw new FileNotFoundException($"There is no model '{reference}'.");
        return await _loaded.GetOrMakeAsync(version.Id, () => ReadAsync(version));
    }

    /// <summary>A ready version that a tenant may use, by its reference, or the active one by its name.</summary>
    /// <returns>Null when there is none.</returns>
    public async Task<ModelVersion?> FindAsync(string tenantId, string nameOrReference, CancellationToken cancellationToken)
    {
        string[] parts = nameOrReference.Split('@');
        int version = 0;
        if (parts.Length > 2 || (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out version)))
            return null;
        IReadOnlyList<ModelVersion> versions = await store.ListAsync(tenantId, parts[0], cancellationToken);
        return versions.FirstOrDefault(m => m.State == ModelState.Ready && (parts.Length == 1 ? m.IsActive : m.Version == version));
    }

    private async Task<ITextModel> ReadAsync(ModelVersion version)
    {
        await using Stream blob = await blobs.OpenReadAsync(ModelBlob.FileOf(version.Id, version.Checksum!), offset: 0, CancellationToken.None);
        if (blob is FileStream) return reader.Load(blob, version.Name); // may be mapped
        using var file = new MemoryStream();
        await blob.CopyToAsync(file);
        return reader.Load(file.ToArray(), version.Name);
    }
}
