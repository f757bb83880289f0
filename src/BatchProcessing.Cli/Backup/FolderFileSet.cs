using BatchProcessing.Blobs;

namespace BatchProcessing.Cli.Backup;

/// <summary>Files of a folder, written flushed.</summary>
/// <param name="folder">Where they are in the end.</param>
/// <param name="writtenTo">Where they are until then; the same folder when they are seen at once.</param>
internal sealed class FolderFileSet(string folder, string? writtenTo = null) : IFileSet
{
    private readonly string _folder = Path.GetFullPath(writtenTo ?? folder);
    private readonly HashSet<string> _touched = [];

    public Stream? OpenRead(string name)
    {
        string path = PathOf(name);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public async Task<FileDigest> WriteAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        string path = PathOf(name);
        string parent = Path.GetDirectoryName(path)!;
        if (_touched.Add(parent)) Directory.CreateDirectory(parent);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        FileDigest digest = await FileDigest.CopyAsync(content, file, cancellationToken);
        file.Flush(flushToDisk: true);
        return digest;
    }

    public void Complete()
    {
        foreach (string touched in _touched.ToArray())
        {
            for (string level = touched; level.Length > _folder.Length; level = Path.GetDirectoryName(level)!) _touched.Add(level);
        }

        foreach (string touched in _touched.Append(_folder)) FolderFlush.ToDisk(touched);
        if (writtenTo is null) return;
        if (Directory.Exists(folder)) Directory.Delete(folder); // empty, or it would not have been written
        Directory.Move(writtenTo, folder);
        FolderFlush.ToDisk(Path.GetDirectoryName(Path.GetFullPath(folder))!);
    }

    public void Dispose()
    {
        if (writtenTo is not null && Directory.Exists(writtenTo)) Directory.Delete(writtenTo, recursive: true);
    }

    // Whoever asks has checked the name; should one slip through, it still stays below the folder.
    private string PathOf(string name)
    {
        string path = Path.GetFullPath(name, _folder);
        return path.StartsWith(Path.TrimEndingDirectorySeparator(_folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new BackupFaultException($"'{name}' is no name of a file below '{_folder}'.");
    }
}
