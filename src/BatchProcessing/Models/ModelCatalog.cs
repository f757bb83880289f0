using System.Collections.Concurrent;
using System.Globalization;
using BatchProcessing.Blobs;
using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.Models;

/// <summary>
/// The models of a service: versions are rows, files are blobs that are never changed, so that a batch ends with the
/// versions it started with, over restarts and upgrades.
/// </summary>
/// <param name="store">The versions.</param>
/// <param name="blobs">Their files.</param>
/// <param name="clock">Gives the times of new versions.</param>
public sealed class ModelCatalog(IModelStore store, IBlobStore blobs, TimeProvider clock) : IModelSource
{
    private readonly ConcurrentDictionary<Guid, Task<LinearTextModel>> _loaded = new();

    /// <inheritdoc/>
    public async Task<string?> ResolveAsync(string tenantId, string nameOrReference, CancellationToken cancellationToken) =>
        (await FindAsync(tenantId, nameOrReference, cancellationToken))?.Reference;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListSharedAsync(string prefix, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(ModelVersion.Shared, name: null, cancellationToken))
            .Where(m => m.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(m => m.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async Task<LinearTextModel> LoadAsync(string tenantId, string reference, CancellationToken cancellationToken)
    {
        ModelVersion version = await FindAsync(tenantId, reference, cancellationToken)
            ?? throw new FileNotFoundException($"There is no model '{reference}'.");
        Task<LinearTextModel> loading = _loaded.GetOrAdd(version.Id, _ => ReadAsync(version));
        if (loading.IsFaulted) _loaded.TryRemove(version.Id, out _);
        return await loading;
    }

    /// <summary>Adds the models that came with the service: a file that differs from the newest shared version is a new one.</summary>
    /// <param name="folder">A folder of <c>name.btm</c> files.</param>
    /// <param name="cancellationToken">Stops adding.</param>
    /// <exception cref="InvalidModelFileException">A file cannot be read.</exception>
    public async Task AddShippedAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder)) return;
        IReadOnlyList<ModelVersion> known = await store.ListAsync(ModelVersion.Shared, name: null, cancellationToken);
        foreach (string file in Directory.EnumerateFiles(folder, "*.btm").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            LinearTextModel model = LinearTextModel.Load(file);
            if (known.LastOrDefault(m => m.Name == name)?.Checksum == model.Checksum) continue;
            await AddShippedAsync(name, model, await File.ReadAllBytesAsync(file, cancellationToken), cancellationToken);
        }
    }

    private async Task AddShippedAsync(string name, LinearTextModel model, byte[] content, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        var version = new ModelVersion
        {
            Id = Guid.CreateVersion7(now),
            TenantId = ModelVersion.Shared,
            Name = name,
            Version = 0, // the store gives the next one
            Kind = name.Split('-')[0] == "topics" ? "classification" : name.Split('-')[0],
            State = ModelState.Ready,
            IsActive = true,
            Checksum = model.Checksum,
            Labels = model.Labels,
            CreatedAt = now,
            EndedAt = now,
        };
        await blobs.CreateAsync(ModelBlob.FileOf(version.Id, model.Checksum), content, cancellationToken);
        await blobs.SealFolderAsync(ModelBlob.FolderOf(version.Id), cancellationToken);
        if (!await store.AddReadyAsync(version, cancellationToken))
            await blobs.DeleteFolderAsync(ModelBlob.FolderOf(version.Id), cancellationToken); // another node was first
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

    private async Task<LinearTextModel> ReadAsync(ModelVersion version)
    {
        await using Stream file = await blobs.OpenReadAsync(ModelBlob.FileOf(version.Id, version.Checksum!), offset: 0, CancellationToken.None);
        return LinearTextModel.Load(file);
    }
}
