using BatchProcessing.Analyses;
using BatchProcessing.Documents;
using BatchProcessing.Files;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Server.Api.Uploads;
using BatchProcessing.Server.Storage;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Files;

/// <summary>Processes files of one folder of this machine by request, one at a time.</summary>
internal sealed class FileProcessing : IDisposable
{
    private readonly FileProcessingOptions _options;
    private readonly DataFolder _data;
    private readonly FileProcessor _processor;
    private readonly ConfinedFolder? _folder;
    private readonly SemaphoreSlim _turn = new(1);

    public FileProcessing(
        AnalysisCatalog catalog, IOptions<FilesOptions> files, IOptions<FileProcessingOptions> options, IOptions<UploadOptions> limits, DataFolder data)
    {
        _options = options.Value;
        _data = data;
        _processor = new FileProcessor(catalog, _options, limits.Value);
        _folder = string.IsNullOrWhiteSpace(files.Value.Root) ? null : new ConfinedFolder(files.Value.Root);
    }

    /// <summary>Processes a file; its output is replaced when all results are there, and left alone otherwise.</summary>
    /// <exception cref="UploadRejectedException">It is off, busy, or the file cannot be processed.</exception>
    public async Task<ProcessedFile> RunAsync(ProcessFileRequest request, string tenantId, CancellationToken cancellationToken)
    {
        if (_folder is null)
        {
            throw new UploadRejectedException(
                ProblemType.FileProcessingOff, "The processing of files is off. To turn it on set Files:Root to the only folder that it may read and write.");
        }

        if (!_turn.Wait(0, cancellationToken)) throw new UploadRejectedException("queue-full", "Another file is being processed; ask again.");
        try
        {
            return await RunAsync(_folder, request, tenantId, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<ProcessedFile> RunAsync(ConfinedFolder folder, ProcessFileRequest request, string tenantId, CancellationToken cancellationToken)
    {
        await using FileStream input = folder.OpenRead("inputPath", request.InputPath);
        string name = FileName.Clean(request.InputPath);
        var declared = new DeclaredFile(null, FileName.KindOf(name));
        IReadOnlyList<string> analyses = AnalysesOf(request);
        TableOptions table = TableOf(request);
        await using FileStream output = folder.CreateBeside("outputPath", request.OutputPath);
        string work = _data.NewSpoolFolder();
        try
        {
            (FileReport report, string results) = await _processor.RunAsync(
                new FileJob
                {
                    TenantId = tenantId,
                    Declared = declared,
                    Input = input,
                    Analyses = analyses,
                    Table = table,
                    IsCsv = IsCsv(request.OutputPath!),
                    WorkFolder = work,
                },
                progress: null,
                cancellationToken);
            await using (FileStream finished = File.OpenRead(results)) await finished.CopyToAsync(output, cancellationToken);
            output.Flush(flushToDisk: true);
            folder.Publish(output, "outputPath", request.OutputPath);
            return ProcessedFile.Of(request.OutputPath!, report);
        }
        finally
        {
            File.Delete(output.Name); // where it was published it has another name by now
            if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
        }
    }

    private static IReadOnlyList<string> AnalysesOf(ProcessFileRequest request)
    {
        if (request.Analyses is not { Count: > 0 } asked) return AnalysisCatalog.Default;
        if (asked.FirstOrDefault(a => !AnalysisCatalog.Names.Contains(a)) is { } unknown)
        {
            throw new UploadRejectedException(
                ProblemType.Validation, $"analyses: '{(unknown.Length <= 40 ? unknown : unknown[..40])}' is no analysis; there are {string.Join(", ", AnalysisCatalog.Names)}.");
        }

        return [.. AnalysisCatalog.Names.Where(asked.Contains)];
    }

    private static TableOptions TableOf(ProcessFileRequest request) => new()
    {
        TextColumn = Column("textColumn", request.TextColumn ?? "text"),
        IdColumn = Column("idColumn", request.IdColumn ?? "id"),
    };

    private static string Column(string field, string name) => name.Length <= OptionFields.MaxColumnCharacters
        ? name
        : throw new UploadRejectedException(ProblemType.Validation, $"{field} has more than {OptionFields.MaxColumnCharacters} characters.");

    private bool IsCsv(string outputPath) => Path.GetExtension(outputPath).ToLowerInvariant() switch
    {
        ".csv" => true,
        ".jsonl" or ".ndjson" => false,
        _ => _options.OutputFormat == "csv",
    };
}
