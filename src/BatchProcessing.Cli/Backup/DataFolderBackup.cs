using System.Text;

namespace BatchProcessing.Cli.Backup;

/// <summary>
/// Copies a data folder while its service may run: a snapshot of the database, then every blob that it names. Blobs are
/// never changed, so they fit the snapshot whenever they are copied; those of a batch deleted meanwhile are gone, and
/// then a newer snapshot does not name them.
/// </summary>
/// <param name="folder">The data folder.</param>
/// <param name="blobs">The folder of its blobs.</param>
/// <param name="target">The empty set to fill.</param>
internal sealed class DataFolderBackup(string folder, string blobs, IFileSet target) : IDisposable
{
    private const int MostSnapshots = 5;

    private readonly FolderFileSet _source = new(blobs);
    private readonly string _temporary = Directory.CreateTempSubdirectory("batchprocessing-backup-").FullName;
    private readonly Dictionary<string, FileDigest> _copied = new(StringComparer.Ordinal);

    /// <summary>Copies everything, and checks it against the database on the way.</summary>
    /// <exception cref="BackupFaultException">Something that the database names is missing or damaged.</exception>
    public async Task<BackupReport> RunAsync(CancellationToken cancellationToken)
    {
        string database = Path.Combine(folder, DataFiles.Database);
        if (!File.Exists(database)) throw new BackupFaultException($"'{folder}' has no {DataFiles.Database}: it is no data folder of a service.");
        for (int i = 1; ; i++)
        {
            string path = Path.Combine(_temporary, $"{i}.db");
            SnapshotDatabase.Take(database, path);
            using var snapshot = new SnapshotDatabase(path);
            if (snapshot.Faults() is { Count: > 0 } broken) throw new BackupFaultException(broken);
            (List<string> missing, List<string> damaged) = await CopyBlobsAsync(snapshot, cancellationToken);
            if (damaged.Count > 0) throw new BackupFaultException(damaged);
            if (missing.Count == 0) return await CompleteAsync(snapshot, path, cancellationToken);
            if (i == MostSnapshots) throw new BackupFaultException(missing);
        }
    }

    public void Dispose() => Directory.Delete(_temporary, recursive: true);

    private async Task<(List<string> Missing, List<string> Damaged)> CopyBlobsAsync(SnapshotDatabase snapshot, CancellationToken cancellationToken)
    {
        List<string> missing = [];
        List<string> damaged = [];
        foreach (NamedBlob blob in snapshot.Blobs())
        {
            if (!_copied.TryGetValue(blob.File, out FileDigest digest))
            {
                await using Stream? content = _source.OpenRead(blob.Name);
                if (content is null)
                {
                    missing.Add($"Blob '{blob.Name}' is missing.");
                    continue;
                }

                digest = _copied[blob.File] = await target.WriteAsync(blob.File, content, cancellationToken);
            }

            if (blob.FaultOf(digest) is { } fault) damaged.Add(fault);
        }

        return (missing, damaged);
    }

    private async Task<BackupReport> CompleteAsync(SnapshotDatabase snapshot, string path, CancellationToken cancellationToken)
    {
        var report = new BackupReport(snapshot.CountBatches(), _copied.Count, _copied.Values.Sum(d => d.Length));
        await using (FileStream database = File.OpenRead(path))
            _copied[DataFiles.Database] = await target.WriteAsync(DataFiles.Database, database, cancellationToken);
        var sums = new StringBuilder();
        foreach ((string name, FileDigest digest) in _copied.OrderBy(c => c.Key, StringComparer.Ordinal))
            sums.Append(digest.Sha256).Append("  ").Append(name).Append('\n');
        using var content = new MemoryStream(Encoding.ASCII.GetBytes(sums.ToString()));
        await target.WriteAsync(DataFiles.Checksums, content, cancellationToken);
        target.Complete();
        return report;
    }
}
