using BatchProcessing.Blobs;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.Models;

/// <summary>
/// Makes shared versions of model files at start: of those that came with the service, and of those that the configuration
/// names. A file that differs from the newest shared version of its name is the next one.
/// </summary>
/// <param name="store">The versions.</param>
/// <param name="blobs">Their files.</param>
/// <param name="reader">Reads the files.</param>
/// <param name="clock">Gives the times of new versions.</param>
public sealed class ModelImport(IModelStore store, IBlobStore blobs, TextModelReader reader, TimeProvider clock)
{
    /// <summary>Adds the models that came with the service.</summary>
    /// <param name="folder">A folder of <c>name.btm</c> files.</param>
    /// <param name="cancellationToken">Stops adding.</param>
    /// <exception cref="InvalidModelFileException">A file cannot be read.</exception>
    public async Task AddShippedAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder)) return;
        foreach (string file in Directory.EnumerateFiles(folder, "*.btm").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            string kind = name.Split('-')[0];
            byte[] content = await File.ReadAllBytesAsync(file, cancellationToken);
            await AddAsync(name, kind == "topics" ? "classification" : kind, content, cancellationToken);
        }
    }

    /// <summary>Adds the models that the configuration names.</summary>
    /// <exception cref="InvalidModelFileException">A file cannot be read, or its columns are not those of its schema.</exception>
    public async Task AddConfiguredAsync(ConfiguredModels models, CancellationToken cancellationToken)
    {
        foreach ((string analysis, ConfiguredModel model) in models)
        {
            byte[] file = await File.ReadAllBytesAsync(model.Path, cancellationToken);
            ITextModelRuntime runtime = model.Runtime is { } name ? reader.Find(name)! : reader.RuntimeOf(file, model.Path);
            if (!runtime.CanRead(file.AsSpan(0, Math.Min(file.Length, TextModelReader.OpeningBytes))))
                throw new InvalidModelFileException($"{ConfiguredModels.Section}:{analysis}:Path: {model.Path} is no model of the runtime {runtime.Name}.");
            await AddAsync(model.NameOrDefault, analysis.ToLowerInvariant(), runtime.WithColumns(file, model.Columns), cancellationToken);
        }
    }

    /// <summary>Looks up what scores those versions that were added by a program that did not keep it.</summary>
    public async Task NameRuntimesAsync(CancellationToken cancellationToken)
    {
        byte[] opening = new byte[TextModelReader.OpeningBytes];
        foreach (ModelVersion model in await store.ListAsync(ModelVersion.Shared, name: null, cancellationToken))
        {
            if (model.Runtime is not null || model.Checksum is null) continue;
            try
            {
                await blobs.ReadAsync(ModelBlob.FileOf(model.Id, model.Checksum), offset: 0, opening, cancellationToken);
                await store.SetRuntimeAsync(model.Id, reader.RuntimeOf(opening, model.Reference).Name.ToLowerInvariant(), cancellationToken);
            }
            catch (Exception e) when (e is FileNotFoundException or EndOfStreamException or InvalidModelFileException)
            {
                // Whoever uses it is told; it is no reason not to start.
            }
        }
    }

    private async Task AddAsync(string name, string kind, byte[] content, CancellationToken cancellationToken)
    {
        ITextModel model = reader.Load(content, name);
        IReadOnlyList<ModelVersion> known = await store.ListAsync(ModelVersion.Shared, name, cancellationToken);
        if (known.Count > 0 && known[^1].Checksum == model.Checksum) return;
        DateTimeOffset now = clock.GetUtcNow();
        var version = new ModelVersion
        {
            Id = Guid.CreateVersion7(now),
            TenantId = ModelVersion.Shared,
            Name = name,
            Version = 0, // the store gives the next one
            Kind = kind,
            Runtime = reader.RuntimeOf(content, name).Name.ToLowerInvariant(),
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
}
