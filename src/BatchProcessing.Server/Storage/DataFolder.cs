using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Storage;

/// <summary>
/// The process's own folder, locked against a second process for as long as this one runs: the embedded store leases
/// by a clock of its own and would not survive company.
/// </summary>
public sealed class DataFolder : IDisposable
{
    /// <summary>The name of the embedded database in the folder.</summary>
    public const string DatabaseFile = "batches.db";

    private const string SpoolFolderPrefix = "file-";

    private readonly FileStream _lock;

    /// <summary>Makes the folder if it is missing and locks it.</summary>
    /// <exception cref="IOException">Another process has it.</exception>
    public DataFolder(IOptions<StorageOptions> options)
    {
        Root = Path.GetFullPath(options.Value.DataFolder);
        Blobs = options.Value.BlobFolder is { Length: > 0 } shared ? Path.GetFullPath(shared) : Path.Combine(Root, "blobs");
        Directory.CreateDirectory(Root);
        try
        {
            _lock = new FileStream(Path.Combine(Root, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException(
                $"The data folder '{Root}' is in use by another process. Stop it, or set Storage:DataFolder to another folder.", e);
        }

        DeleteLeftovers();
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>The database file.</summary>
    public string Database => Path.Combine(Root, DatabaseFile);

    /// <summary>The folder of all blobs; not below <see cref="Root"/> when nodes share it.</summary>
    public string Blobs { get; }

    /// <summary>The file in which workers note where they are.</summary>
    public string Breadcrumbs => Path.Combine(Root, "breadcrumbs");

    /// <summary>Where uploaded files that cannot be read from start to end are kept meanwhile.</summary>
    public string Spool => Path.Combine(Root, "spool");

    /// <summary>A path in <see cref="Spool"/> for a folder of one run; what a killed process leaves there is deleted at the next start.</summary>
    public string NewSpoolFolder() => Path.Combine(Spool, $"{SpoolFolderPrefix}{Guid.NewGuid():N}");

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    // Only under the lock, when no other process can be using them.
    private void DeleteLeftovers()
    {
        if (!Directory.Exists(Spool)) return;
        foreach (string left in Directory.EnumerateDirectories(Spool, SpoolFolderPrefix + "*")) Directory.Delete(left, recursive: true);
    }
}
