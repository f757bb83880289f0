namespace BatchProcessing.Cli.Backup;

/// <summary>The files of a service's data folder, and so of a backup, which is laid out like one.</summary>
internal static class DataFiles
{
    /// <summary>The database.</summary>
    public const string Database = "batches.db";

    /// <summary>The folder of the blobs.</summary>
    public const string Blobs = "blobs";

    /// <summary>The file that a running service holds.</summary>
    public const string Lock = ".lock";

    /// <summary>The hashes of all files of a backup, as <c>sha256sum -c</c> reads them; written last.</summary>
    public const string Checksums = "SHA256SUMS";
}
