using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.Models;

/// <summary>Models as the files of one folder, each in its first and only version: for work without a service.</summary>
/// <param name="folder">A folder of <c>name.btm</c> files.</param>
public sealed class ModelFolder(string folder) : IModelSource
{
    private const string Version = "@1";

    /// <inheritdoc/>
    public Task<string?> ResolveAsync(string tenantId, string nameOrReference, CancellationToken cancellationToken)
    {
        string name = NameOf(nameOrReference);
        return Task.FromResult(File.Exists(PathOf(name)) ? name + Version : null);
    }

    /// <inheritdoc/>
    public Task<string?> KindOfAsync(string tenantId, string nameOrReference, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ActiveModel>> ListActiveAsync(string tenantId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ActiveModel>>(
        [
            .. Directory.EnumerateFiles(folder, "*.btm").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)
                .Select(name => new ActiveModel(name, name + Version, IsShared: true)),
        ]);

    /// <inheritdoc/>
    public Task<ITextModel> LoadAsync(string tenantId, string reference, CancellationToken cancellationToken) =>
        Task.FromResult<ITextModel>(LinearTextModel.Load(PathOf(NameOf(reference))));

    private static string NameOf(string reference) =>
        reference.EndsWith(Version, StringComparison.Ordinal) ? reference[..^Version.Length] : reference;

    private string PathOf(string name) => Path.Combine(folder, name + ".btm");
}
