using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Runtimes;

/// <summary>The runtime of this library's own models: <see cref="LinearTextModel"/>.</summary>
public sealed class LinearRuntime : ITextModelRuntime
{
    /// <summary>The name in configuration and commands.</summary>
    public const string RuntimeName = "Linear";

    /// <inheritdoc/>
    public string Name => RuntimeName;

    /// <inheritdoc/>
    public string FileExtension => ".btm";

    /// <inheritdoc/>
    public bool CanRead(ReadOnlySpan<byte> opening) => opening.StartsWith(ModelFile.Magic);

    /// <inheritdoc/>
    public ITextModel Load(byte[] file, string name) => ModelFile.Read(file, name);

    /// <inheritdoc/>
    public ITextModel Load(Stream file, string name) => ModelFile.Read(file, name);

    /// <inheritdoc/>
    public byte[] WithColumns(byte[] file, TextModelColumns columns) => columns.AreUsual
        ? file
        : throw new InvalidModelFileException("A model of the runtime Linear has no columns: leave InputColumn, LabelColumn and ScoreColumn out.");
}
