using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Runtimes;

/// <summary>A way of scoring texts, with model files of its own.</summary>
public interface ITextModelRuntime
{
    /// <summary>The name in configuration and commands, for example <c>Linear</c>; case does not matter.</summary>
    string Name { get; }

    /// <summary>What the names of its files end in, for example <c>.btm</c>.</summary>
    string FileExtension { get; }

    /// <summary>Whether a file that starts so is one of this runtime's.</summary>
    /// <param name="opening">The first bytes, as many as there are of <see cref="TextModelReader.OpeningBytes"/>.</param>
    bool CanRead(ReadOnlySpan<byte> opening);

    /// <summary>Bytes of this service's own before what the runtime's library reads: columns that were written into a file.</summary>
    /// <param name="opening">The first bytes of a file of this runtime, as many as there are of <see cref="TextModelReader.OpeningBytes"/>.</param>
    int PrefixBytes(ReadOnlySpan<byte> opening) => 0;

    /// <summary>Reads a model.</summary>
    /// <param name="file">The file in memory.</param>
    /// <param name="name">What the model and messages about it are called where the file has no name in it.</param>
    /// <exception cref="InvalidModelFileException">The file is damaged, or holds no text classifier.</exception>
    ITextModel Load(byte[] file, string name);

    /// <summary>Reads a model from a stream that is at the start of a file; a runtime may map a file instead of reading it.</summary>
    /// <param name="file">The file, which may be closed afterwards.</param>
    /// <param name="name">What the model and messages about it are called where the file has no name in it.</param>
    /// <exception cref="InvalidModelFileException">The file is damaged, or holds no text classifier.</exception>
    ITextModel Load(Stream file, string name)
    {
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return Load(copy.ToArray(), name);
    }

    /// <summary>
    /// Reads a model of somebody who is not trusted: nothing that the file names is made or run that could do anything but
    /// score, and nothing is taken beyond the limits. A library may still go round for ever on a damaged file: try it in a
    /// process of its own first.
    /// </summary>
    /// <param name="file">The file in memory.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="limits">What it may be.</param>
    /// <exception cref="InvalidModelFileException">The file is damaged, holds no text classifier, or is not taken; the message says why.</exception>
    ITextModel LoadStranger(byte[] file, string name, StrangerLimits limits) => Load(file, name);

    /// <summary>The file with the columns to use written into it, so that they are part of the version.</summary>
    /// <param name="file">A file of this runtime.</param>
    /// <param name="columns">The columns; null ones are left to the runtime.</param>
    /// <exception cref="InvalidModelFileException">Models of this runtime have no columns to choose from.</exception>
    byte[] WithColumns(byte[] file, TextModelColumns columns);
}
