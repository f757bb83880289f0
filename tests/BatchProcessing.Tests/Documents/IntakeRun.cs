using System.Text;
using System.Text.Json;
using BatchProcessing.Blobs;
using BatchProcessing.Chunks;
using BatchProcessing.Documents;
using BatchProcessing.Documents.Text;

namespace BatchProcessing.Tests.Documents;

/// <summary>One upload through the real intake, chunk writer and blob store, read back as the lines of its chunks.</summary>
internal sealed class IntakeRun : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FileSystemBlobStore _blobs;
    private readonly ChunkWriter _writer;

    public IntakeRun(UploadOptions? limits = null, ChunkOptions? chunks = null, bool failOnInvalid = false)
    {
        _blobs = new FileSystemBlobStore(_folder.Path);
        _writer = new ChunkWriter(_blobs, chunks ?? new ChunkOptions(), Guid.CreateVersion7());
        Intake = new DocumentIntake(_writer, limits ?? new UploadOptions(), failOnInvalid);
        Intake.BeginSource(null);
    }

    public DocumentIntake Intake { get; }

    public static Task<IReadOnlyList<JsonElement>> CsvAsync(string text, TableOptions? table = null, UploadOptions? limits = null) =>
        CsvAsync(Encoding.UTF8.GetBytes(text), table, limits);

    public static async Task<IReadOnlyList<JsonElement>> CsvAsync(
        byte[] bytes, TableOptions? table = null, UploadOptions? limits = null, int pieceBytes = int.MaxValue)
    {
        using var run = new IntakeRun(limits);
        await new CsvDocumentReader(table ?? new TableOptions())
            .ReadAsync(new PiecewiseStream(bytes, pieceBytes), run.Intake, CancellationToken.None);
        return await run.LinesAsync();
    }

    public static Task<IReadOnlyList<JsonElement>> JsonLinesAsync(string text, TableOptions? table = null, UploadOptions? limits = null) =>
        JsonLinesAsync(Encoding.UTF8.GetBytes(text), table, limits);

    public static async Task<IReadOnlyList<JsonElement>> JsonLinesAsync(
        byte[] bytes, TableOptions? table = null, UploadOptions? limits = null, int pieceBytes = int.MaxValue)
    {
        using var run = new IntakeRun(limits);
        await new JsonLinesReader(table ?? new TableOptions())
            .ReadAsync(new PiecewiseStream(bytes, pieceBytes), run.Intake, CancellationToken.None);
        return await run.LinesAsync();
    }

    public static async Task<JsonElement> TextFileAsync(FileKind kind, byte[] bytes, UploadOptions? limits = null)
    {
        using var run = new IntakeRun(limits);
        await new TextFileReader(kind).ReadAsync(new MemoryStream(bytes), run.Intake, CancellationToken.None);
        return Assert.Single(await run.LinesAsync());
    }

    /// <summary>Reads a whole file of an upload by its name, as the service does.</summary>
    public static async Task<IReadOnlyList<JsonElement>> FileAsync(string name, byte[] bytes, UploadOptions? limits = null, Encoding? charset = null)
    {
        using var run = new IntakeRun(limits);
        run.Intake.BeginSource(name);
        var reader = new UploadFileReader(new TableOptions(), run._folder["spool"]);
        await reader.ReadAsync(
            new DeclaredFile(name, FileName.KindOf(name), charset), new PiecewiseStream(bytes, 1_000), run.Intake, CancellationToken.None);
        return await run.LinesAsync();
    }

    /// <summary>Reads the files of one upload.</summary>
    public static async Task<IReadOnlyList<JsonElement>> FilesAsync((string Name, byte[] Content)[] files, UploadOptions limits)
    {
        using var run = new IntakeRun(limits);
        var reader = new UploadFileReader(new TableOptions(), run._folder["spool"]);
        foreach ((string name, byte[] content) in files)
        {
            run.Intake.BeginSource(name);
            await reader.ReadAsync(new DeclaredFile(name, FileName.KindOf(name)), new MemoryStream(content), run.Intake, CancellationToken.None);
        }

        return await run.LinesAsync();
    }

    public async Task<IReadOnlyList<JsonElement>> LinesAsync()
    {
        List<JsonElement> lines = [];
        foreach (Chunk chunk in await _writer.CompleteAsync(CancellationToken.None))
        {
            foreach (string line in (await TextOfAsync(chunk)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                lines.Add(JsonElement.Parse(line));
        }

        return lines;
    }

    public async Task<IReadOnlyList<Chunk>> ChunksAsync() => await _writer.CompleteAsync(CancellationToken.None);

    public async Task<string> TextOfAsync(Chunk chunk)
    {
        var content = new byte[chunk.InputLength];
        await _blobs.ReadAsync(chunk.InputBlob, chunk.InputOffset, content, CancellationToken.None);
        return Encoding.UTF8.GetString(content);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _folder.Dispose();
    }
}
