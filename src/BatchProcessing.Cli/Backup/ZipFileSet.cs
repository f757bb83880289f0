using System.IO.Compression;
using BatchProcessing.Blobs;

namespace BatchProcessing.Cli.Backup;

/// <summary>Files of a zip archive, which is either read or written.</summary>
internal sealed class ZipFileSet : IFileSet
{
    private readonly string _path;
    private readonly string? _writtenTo;
    private readonly FileStream _file;
    private readonly ZipArchive _archive;

    /// <param name="path">Where the archive is in the end.</param>
    /// <param name="writtenTo">Where it is written until then; null to read.</param>
    /// <exception cref="InvalidDataException">The file is no zip archive, or not a whole one.</exception>
    public ZipFileSet(string path, string? writtenTo = null)
    {
        _path = Path.GetFullPath(path);
        _writtenTo = writtenTo;
        _file = writtenTo is null ? File.OpenRead(path) : new FileStream(writtenTo, FileMode.CreateNew, FileAccess.Write);
        _archive = new ZipArchive(_file, writtenTo is null ? ZipArchiveMode.Read : ZipArchiveMode.Create, leaveOpen: true);
    }

    public Stream? OpenRead(string name) => _archive.GetEntry(name)?.Open();

    public async Task<FileDigest> WriteAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        await using Stream entry = await _archive.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        return await FileDigest.CopyAsync(content, entry, cancellationToken);
    }

    public void Complete()
    {
        _archive.Dispose(); // writes the directory of the archive
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        File.Move(_writtenTo!, _path);
        FolderFlush.ToDisk(Path.GetDirectoryName(_path)!);
    }

    public void Dispose()
    {
        _archive.Dispose();
        _file.Dispose();
        if (_writtenTo is not null) File.Delete(_writtenTo);
    }
}
