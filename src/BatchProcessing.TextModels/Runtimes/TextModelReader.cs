using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Runtimes;

/// <summary>Reads model files of every runtime of this build; a file's first bytes say which one it belongs to.</summary>
public sealed class TextModelReader
{
    /// <summary>How many bytes tell files apart.</summary>
    public const int OpeningBytes = 16;

    private readonly ITextModelRuntime[] _runtimes;

    /// <param name="others">The runtimes beside <see cref="LinearRuntime"/>.</param>
    public TextModelReader(params IEnumerable<ITextModelRuntime> others) => _runtimes = [new LinearRuntime(), .. others];

    /// <summary>The names of the runtimes, the default one first.</summary>
    public IReadOnlyList<string> Runtimes => [.. _runtimes.Select(r => r.Name)];

    /// <summary>A runtime by its name.</summary>
    /// <returns>Null when this build does not have it.</returns>
    public ITextModelRuntime? Find(string name) =>
        Array.Find(_runtimes, r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a model file.</summary>
    /// <exception cref="InvalidModelFileException">No runtime of this build reads it, or it is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ITextModel Load(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Load(file, path);
    }

    /// <summary>Reads a model file from a stream; a runtime may map a file instead of reading it.</summary>
    /// <param name="file">The file, from where the stream is to its end; it may be closed afterwards.</param>
    /// <param name="name">What messages call it, and the model where the file has no name in it; of a path its file name.</param>
    /// <exception cref="InvalidModelFileException">No runtime of this build reads it, or it is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ITextModel Load(Stream file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.CanSeek)
        {
            Span<byte> opening = stackalloc byte[OpeningBytes];
            long start = file.Position;
            int length = file.ReadAtLeast(opening, OpeningBytes, throwOnEndOfStream: false);
            file.Position = start;
            return RuntimeOf(opening[..length], name).Load(file, name);
        }

        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return Load(copy.ToArray(), name);
    }

    /// <summary>Reads a model file in memory.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">What messages call it, and the model where the file has no name in it; of a path its file name.</param>
    /// <exception cref="InvalidModelFileException">No runtime of this build reads it, or it is damaged.</exception>
    public ITextModel Load(byte[] file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        return RuntimeOf(file, name).Load(file, name);
    }

    /// <summary>The runtime that a file belongs to.</summary>
    /// <exception cref="InvalidModelFileException">No runtime of this build reads it.</exception>
    public ITextModelRuntime RuntimeOf(ReadOnlySpan<byte> file, string name)
    {
        ReadOnlySpan<byte> opening = file[..Math.Min(file.Length, OpeningBytes)];
        foreach (ITextModelRuntime runtime in _runtimes)
        {
            if (runtime.CanRead(opening)) return runtime;
        }

        throw new InvalidModelFileException($"{name} is not a text model file of a runtime of this build ({string.Join(", ", Runtimes)}).");
    }
}
