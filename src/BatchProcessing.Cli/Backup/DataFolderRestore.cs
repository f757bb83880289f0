namespace BatchProcessing.Cli.Backup;

/// <summary>Makes a data folder from a backup. Everything is checked on the way; a backup with a fault leaves nothing behind.</summary>
/// <param name="backup">The backup.</param>
/// <param name="folder">The data folder to make: missing or empty.</param>
internal sealed class DataFolderRestore(IFileSet backup, string folder) : IDisposable
{
    private const string Unfinished = DataFiles.Database + ".restoring";

    private readonly FolderFileSet _target = new(folder);
    private readonly Dictionary<string, string> _sums = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    /// <summary>Restores the backup.</summary>
    /// <exception cref="BackupFaultException">The folder is not empty, or the backup is not whole.</exception>
    public async Task<BackupReport> RunAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new BackupFaultException($"'{folder}' is not empty: a backup is restored into an empty folder only.");
        await ReadSumsAsync(cancellationToken);
        Directory.CreateDirectory(folder);
        string lockFile = Path.Combine(folder, DataFiles.Lock);
        try
        {
            // A service that is started on the folder meanwhile finds it taken.
            using var taken = new FileStream(lockFile, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            return await RestoreAsync(cancellationToken);
        }
        catch
        {
            foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                if (entry is DirectoryInfo below) below.Delete(recursive: true);
                else entry.Delete();
            }

            throw;
        }
    }

    public void Dispose() => _target.Dispose();

    private async Task<BackupReport> RestoreAsync(CancellationToken cancellationToken)
    {
        if (await CopyAsync(DataFiles.Database, Unfinished, "The database", cancellationToken) is null) throw new BackupFaultException(_faults);
        string path = Path.Combine(folder, Unfinished);
        var report = new BackupReport(0, 0, 0);
        using (var database = new SnapshotDatabase(path))
        {
            _faults.AddRange(database.Faults());
            foreach (NamedBlob blob in database.Blobs())
            {
                if (await CopyAsync(blob.File, blob.File, $"Blob '{blob.Name}'", cancellationToken) is not { } digest) continue;
                if (blob.FaultOf(digest) is { } fault) _faults.Add(fault);
                report = report with { Blobs = report.Blobs + 1, Bytes = report.Bytes + digest.Length };
            }

            report = report with { Batches = database.CountBatches() };
        }

        if (_faults.Count > 0) throw new BackupFaultException(_faults);
        _target.Complete();
        File.Move(path, Path.Combine(folder, DataFiles.Database));
        _target.Complete();
        return report;
    }

    private async Task<FileDigest?> CopyAsync(string name, string newName, string what, CancellationToken cancellationToken)
    {
        await using Stream? content = backup.OpenRead(name);
        if (content is null)
        {
            _faults.Add($"{what} is missing.");
            return null;
        }

        FileDigest digest;
        try
        {
            digest = await _target.WriteAsync(newName, content, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            _faults.Add($"{what} is damaged: {e.Message}");
            return null;
        }

        if (_sums.GetValueOrDefault(name) == digest.Sha256) return digest;
        _faults.Add($"{what} is damaged: its SHA-256 is not the one in {DataFiles.Checksums}.");
        return null;
    }

    private async Task ReadSumsAsync(CancellationToken cancellationToken)
    {
        await using Stream stream = backup.OpenRead(DataFiles.Checksums)
            ?? throw new BackupFaultException($"There is no {DataFiles.Checksums}: this is no complete backup.");
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Split("  ", 2) is [var sum, var name]) _sums[name] = sum;
        }
    }
}
