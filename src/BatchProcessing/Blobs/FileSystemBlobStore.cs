using System.Collections.Concurrent;
using System.IO.Enumeration;
using Microsoft.Win32.SafeHandles;

namespace BatchProcessing.Blobs;

/// <summary>Blobs as files below one root folder, written create-new and flushed to the disk.</summary>
public sealed class FileSystemBlobStore : IBlobStore
{
    // More than are written to at a time; one that is forgotten is only flushed once more.
    private const int MaxDurable = 10_000;

    private readonly string _root;
    private readonly bool _direct;

    // Folders whose own names are durable, by the topmost one above them: only what is in them is flushed again.
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, byte>> _durable = new(StringComparer.Ordinal);

    /// <param name="root">The folder of all blobs; made when missing.</param>
    public FileSystemBlobStore(string root)
    {
        _root = Path.GetFullPath(root);
        Directory.CreateDirectory(_root);
        _direct = DirectFile.IsSupported(_root);
    }

    /// <inheritdoc/>
    public Task ProbeAsync(CancellationToken cancellationToken) => Directory.Exists(_root)
        ? Task.CompletedTask
        : throw new DirectoryNotFoundException("The folder of the blobs is not there.");

    /// <inheritdoc/>
    public Task CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        string path = PathOf(name);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (_direct) DirectFile.Write(path, content.Span);
            else WriteCached(path, content.Span);
        }
        catch (IOException e) when (FileFault.OutageOf(e) is { } outage)
        {
            throw outage;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task SealFolderAsync(string folder, CancellationToken cancellationToken)
    {
        string path = PathOf(folder);
        if (!Directory.Exists(path)) return Task.CompletedTask;
        try
        {
            Flush(folder, path);
        }
        catch (IOException e) when (FileFault.OutageOf(e) is { } outage)
        {
            throw outage;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ReadAsync(string name, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        try
        {
            if (_direct) DirectFile.Read(PathOf(name), offset, destination.Span);
            else ReadCached(name, offset, destination.Span);
        }
        catch (IOException e) when (FileFault.OutageOf(e) is { } outage)
        {
            throw outage;
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string name, long offset, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(new FileStream(Open(name), FileAccess.Read, bufferSize: 0) { Position = offset });

    /// <inheritdoc/>
    public Task DeleteFolderAsync(string folder, CancellationToken cancellationToken)
    {
        string path = PathOf(folder);
        _durable.TryRemove(TopOf(folder), out _);
        while (Directory.Exists(path))
        {
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // Another node is deleting it too: look again.
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        string path = PathOf(name);
        if (File.Exists(path)) File.Delete(path);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<BlobEntry> ListAsync(string folder, CancellationToken cancellationToken)
    {
        string path = folder.Length == 0 ? _root : PathOf(folder);
        return Directory.Exists(path) ? Entries(path).ToAsyncEnumerable() : AsyncEnumerable.Empty<BlobEntry>();
    }

    private void Flush(string folder, string path)
    {
        FolderFlush.ToDisk(path);
        string top = TopOf(folder);
        if (_durable.TryGetValue(top, out ConcurrentDictionary<string, byte>? known) && known.ContainsKey(path)) return;
        for (string? level = Path.GetDirectoryName(path); level is not null && level.Length >= _root.Length; level = Path.GetDirectoryName(level))
            FolderFlush.ToDisk(level);
        if (_durable.Count >= MaxDurable) _durable.Clear(); // what other nodes deleted is among them
        _durable.GetOrAdd(top, _ => new(StringComparer.Ordinal))[path] = 0;
    }

    private static string TopOf(string folder) => folder.Split('/')[0];

    // Names that start with a dot are probes of the file system, never blobs.
    private FileSystemEnumerable<BlobEntry> Entries(string path) =>
        new(path, EntryOf, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName[0] != '.',
        };

    private BlobEntry EntryOf(ref FileSystemEntry entry) => new(
        Path.GetRelativePath(_root, entry.ToFullPath()).Replace('\\', '/'), entry.Length, entry.LastWriteTimeUtc);

    private static void WriteCached(string path, ReadOnlySpan<byte> content)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        try
        {
            RandomAccess.Write(file, content, 0);
            RandomAccess.FlushToDisk(file);
        }
        catch
        {
            File.Delete(path); // half of a blob is none, and takes the room that is wanting
            throw;
        }
    }

    private void ReadCached(string name, long offset, Span<byte> destination)
    {
        using SafeFileHandle file = Open(name);
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(file, destination, offset);
            if (read == 0) throw new EndOfStreamException($"Blob '{name}' ends at byte {offset}.");
            destination = destination[read..];
            offset += read;
        }
    }

    private SafeFileHandle Open(string name)
    {
        try
        {
            return File.OpenHandle(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new FileNotFoundException(e.Message, name, e);
        }
    }

    private string PathOf(string name)
    {
        BlobName.ThrowIfInvalid(name);
        return Path.Combine(_root, name);
    }
}
