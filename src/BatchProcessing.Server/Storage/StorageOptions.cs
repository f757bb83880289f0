using System.ComponentModel.DataAnnotations;

namespace BatchProcessing.Server.Storage;

/// <summary>Where the service keeps what it must not lose. Section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Storage";

    /// <summary><c>Sqlite</c>: one process, one file, nothing else to run.</summary>
    [AllowedValues("Sqlite", ErrorMessage = "The field {0} must be Sqlite.")]
    public string Provider { get; set; } = "Sqlite";

    /// <summary>The folder of the database, the blobs, the model versions and the logs. Default <c>./data</c>.</summary>
    [Required(AllowEmptyStrings = false)]
    public string DataFolder { get; set; } = "./data";
}
