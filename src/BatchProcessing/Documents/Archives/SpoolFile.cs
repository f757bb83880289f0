using Microsoft.Win32.SafeHandles;

namespace BatchProcessing.Documents.Archives;

/// <summary>
/// A file that cannot be read from start to end, kept on disk while it is read. It has no name any more where the
/// system allows that, so that a killed process leaves nothing.
/// </summary>
internal sealed class SpoolFile : IDisposable
{
    private const int BufferBytes = 128 << 10;

    private readonly FileStream _file;

    private SpoolFile(FileStream file) => _file = file;

    /// <summary>Bytes in it.</summary>
    public long Length { get; private set; }

    /// <summary>The open file.</summary>
    public SafeFileHandle Handle => _file.SafeFileHandle;

    /// <summary>An empty file in a folder.</summary>
    public static SpoolFile Create(string folder)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"spool-{Guid.NewGuid():N}");
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = BufferBytes,
            Options = FileOptions.DeleteOnClose,
        });
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return new SpoolFile(file);
    }

    /// <summary>A file with the rest of a stream.</summary>
    public static async Task<SpoolFile> CopyAsync(string folder, Stream content, CancellationToken cancellationToken)
    {
        SpoolFile spool = Create(folder);
        try
        {
            await content.CopyToAsync(spool._file, BufferBytes, cancellationToken);
            await spool._file.FlushAsync(cancellationToken);
            spool.Length = spool._file.Length;
            return spool;
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    /// <summary>Appends bytes; they can be read after <see cref="Flush"/>.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _file.Write(bytes);
        Length += bytes.Length;
    }

    /// <summary>Makes what was appended readable.</summary>
    public void Flush() => _file.Flush();

    /// <summary>Reads bytes at a place, as many as there are.</summary>
    public int ReadAt(long offset, Span<byte> destination)
    {
        int total = 0;
        while (total < destination.Length && RandomAccess.Read(Handle, destination[total..], offset + total) is > 0 and var read) total += read;
        return total;
    }

    /// <summary>The file as a stream from its start.</summary>
    public FileStream AsStream()
    {
        _file.Position = 0;
        return _file;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
