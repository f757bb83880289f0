namespace BatchProcessing.Server.Tests.Files;

/// <summary>A service that may process the files of one folder.</summary>
public sealed class FilesHost : ServiceHost
{
    private readonly string _folder;

    public FilesHost()
        : this(Directory.CreateTempSubdirectory("batchprocessing-").FullName)
    {
    }

    private FilesHost(string folder)
        : base(("Files:Root", Directory.CreateDirectory(Path.Combine(folder, "root")).FullName)) => _folder = folder;

    /// <summary>A path in the folder that may be used.</summary>
    public string this[string name] => Path.Combine(_folder, "root", name);

    /// <summary>A path beside that folder.</summary>
    public string Outside(string name) => Path.Combine(_folder, name);

    public Task<HttpResponseMessage> ProcessAsync(string input, string output) => Client.PostAsync(
        new Uri("/api/documents/process-file", UriKind.Relative),
        Body(System.Text.Json.JsonSerializer.Serialize(new { inputPath = input, outputPath = output }), "application/json"));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }
}
