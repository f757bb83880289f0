using System.Collections.Concurrent;
using System.Globalization;
using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.Analyses;

/// <summary>
/// The models a service can score with. Every version is a file that is never changed or removed, so that a batch
/// ends with the versions it started with, over restarts and upgrades.
/// </summary>
public sealed class ModelCatalog
{
    private readonly string _folder;
    private readonly ConcurrentDictionary<string, Lazy<LinearTextModel>> _loaded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, ModelVersion>> _versions = new(StringComparer.Ordinal);

    /// <summary>Opens a catalog and adds the shipped models that it does not have yet.</summary>
    /// <param name="folder">Where versions are kept, as <c>name/version.btm</c>.</param>
    /// <param name="shippedFolder">A folder of <c>name.btm</c> files.</param>
    /// <exception cref="InvalidModelFileException">A shipped model cannot be read.</exception>
    public ModelCatalog(string folder, string shippedFolder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        foreach (string model in Directory.EnumerateDirectories(folder)) FindVersions(model);
        if (!Directory.Exists(shippedFolder)) return;
        foreach (string file in Directory.EnumerateFiles(shippedFolder, "*.btm").Order(StringComparer.Ordinal)) Import(file);
    }

    /// <summary>Every version of every model.</summary>
    public IEnumerable<ModelVersion> Versions => _versions.Values.SelectMany(v => v.Values);

    /// <summary>The newest version of a model, or null when there is none of that name.</summary>
    public ModelVersion? Newest(string name) =>
        _versions.TryGetValue(name, out var versions) ? versions.Values.LastOrDefault() : null;

    /// <summary>Loads a version, once a process.</summary>
    /// <param name="reference">For example <c>topics@1</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such version.</exception>
    public LinearTextModel Load(string reference) => _loaded.GetOrAdd(
        reference, static (r, self) => new Lazy<LinearTextModel>(() => LinearTextModel.Load(self.PathOf(r))), this).Value;

    private string PathOf(string reference)
    {
        string[] parts = reference.Split('@');
        if (parts.Length == 2
            && int.TryParse(parts[1], CultureInfo.InvariantCulture, out int version)
            && _versions.TryGetValue(parts[0], out var versions)
            && versions.TryGetValue(version, out ModelVersion? found)) return found.Path;
        throw new FileNotFoundException($"There is no model '{reference}' in '{_folder}'.");
    }

    private void FindVersions(string modelFolder)
    {
        string name = Path.GetFileName(modelFolder);
        foreach (string file in Directory.EnumerateFiles(modelFolder, "*.btm"))
        {
            if (int.TryParse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture, out int version))
                Add(new ModelVersion(name, version, file));
        }
    }

    private void Import(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        ModelVersion? newest = Newest(name);
        if (newest is not null && File.ReadAllBytes(newest.Path).AsSpan().SequenceEqual(File.ReadAllBytes(file))) return;
        int version = (newest?.Version ?? 0) + 1;
        string path = Path.Combine(_folder, name, string.Create(CultureInfo.InvariantCulture, $"{version}.btm"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string partial = path + ".partial";
        File.Copy(file, partial, overwrite: true);
        File.Move(partial, path);
        Add(new ModelVersion(name, version, path));
    }

    private void Add(ModelVersion version)
    {
        if (!_versions.TryGetValue(version.Name, out var versions)) _versions[version.Name] = versions = [];
        versions[version.Version] = version;
    }
}
