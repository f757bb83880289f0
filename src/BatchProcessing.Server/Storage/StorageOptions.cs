using System.ComponentModel.DataAnnotations;

namespace BatchProcessing.Server.Storage;

/// <summary>Where the service keeps what it must not lose. Section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Storage";

    /// <summary>Blobs are files.</summary>
    public const string FileBlobs = "Files";

    /// <summary>Blobs are objects of a bucket.</summary>
    public const string S3Blobs = "S3";

    /// <summary>The embedded database.</summary>
    public const string Sqlite = "Sqlite";

    /// <summary>The shared database.</summary>
    public const string PostgreSql = "PostgreSql";

    /// <summary><c>Sqlite</c>: one process, one file, nothing else to run. <c>PostgreSql</c>: any number of nodes.</summary>
    [AllowedValues(Sqlite, PostgreSql)]
    public string Provider { get; set; } = Sqlite;

    /// <summary>Where PostgreSQL is, in Npgsql's words: <c>Host=…;Database=…;Username=…;Password=…</c>. For PostgreSQL only.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// Where blobs are: <c>Files</c> in the blob folder, or <c>S3</c>, a bucket that section <c>Storage:S3</c> describes.
    /// </summary>
    [AllowedValues(FileBlobs, S3Blobs)]
    public string Blobs { get; set; } = FileBlobs;

    /// <summary>This process's own folder: the embedded database, and the blobs unless they are elsewhere. Default <c>./data</c>.</summary>
    [Required(AllowEmptyStrings = false)]
    public string DataFolder { get; set; } = "./data";

    /// <summary>The folder of documents, results and models. Nodes that share a database share it. Default: <c>blobs</c> in the data folder.</summary>
    public string? BlobFolder { get; set; }
}
