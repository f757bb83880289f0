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

    /// <summary><c>Sqlite</c>: one process, one file, nothing else to run.</summary>
    [AllowedValues("Sqlite", ErrorMessage = "The field {0} must be Sqlite.")]
    public string Provider { get; set; } = "Sqlite";

    /// <summary>
    /// Where blobs are: <c>Files</c> in the data folder, or <c>S3</c>, a bucket that section <c>Storage:S3</c> describes.
    /// </summary>
    [AllowedValues(FileBlobs, S3Blobs, ErrorMessage = "The field {0} must be Files or S3.")]
    public string Blobs { get; set; } = FileBlobs;

    /// <summary>The folder of the database, the blobs, the model versions and the logs. Default <c>./data</c>.</summary>
    [Required(AllowEmptyStrings = false)]
    public string DataFolder { get; set; } = "./data";
}
