namespace BatchProcessing.Cli.Backup;

/// <summary>Named files that belong together: a data folder, or a backup as a folder or as one file. Names have <c>/</c>.</summary>
internal interface IFileSet : IDisposable
{
    /// <summary>Opens a file from its start; null when there is none of that name.</summary>
    Stream? OpenRead(string name);

    /// <summary>Writes a new file.</summary>
    Task<FileDigest> WriteAsync(string name, Stream content, CancellationToken cancellationToken);

    /// <summary>Makes what was written durable, and lets it be seen under its final name.</summary>
    void Complete();
}
