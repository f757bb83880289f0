namespace BatchProcessing.Server.Files;

/// <summary>Which files of this machine may be processed by request. Section <c>Files</c>.</summary>
public sealed class FilesOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Files";

    /// <summary>An existing folder; nothing outside of it is read or written. Null, the default, turns the processing of files off.</summary>
    public string? Root { get; set; }
}
