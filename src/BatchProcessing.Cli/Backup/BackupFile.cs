namespace BatchProcessing.Cli.Backup;

/// <summary>A backup by its path: a folder, or one file when the path ends in <c>.zip</c>.</summary>
internal static class BackupFile
{
    private const string Unfinished = ".unfinished";

    /// <summary>Makes a new backup.</summary>
    /// <exception cref="BackupFaultException">There is something at the path already.</exception>
    public static IFileSet Create(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(full) || (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any()))
            throw new BackupFaultException($"'{path}' exists already.");
        string unfinished = $"{full}{Unfinished}-{Guid.NewGuid():N}";
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return IsZip(full) ? new ZipFileSet(full, unfinished) : new FolderFileSet(full, unfinished);
    }

    /// <summary>Opens a backup to read it.</summary>
    /// <exception cref="IOException">There is none, or it is damaged.</exception>
    public static IFileSet Open(string path)
    {
        if (Directory.Exists(path)) return new FolderFileSet(path);
        if (!File.Exists(path)) throw new BackupFaultException($"There is no backup '{path}'.");
        try
        {
            return new ZipFileSet(path);
        }
        catch (InvalidDataException e)
        {
            throw new BackupFaultException($"'{path}' is no whole zip archive: {e.Message}");
        }
    }

    private static bool IsZip(string path) => Path.GetExtension(path).Equals(".zip", StringComparison.OrdinalIgnoreCase);
}
