using System.Diagnostics;
using System.Threading.Tasks.Dataflow;
using BatchProcessing.Analyses;
using BatchProcessing.Batches;
using BatchProcessing.Blobs;
using BatchProcessing.Chunks;
using BatchProcessing.Documents;
using BatchProcessing.Models;
using BatchProcessing.Processing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Cli.Offline;

/// <summary>
/// Analyses one file by the service's own path: cut into chunks in a folder beside the output, chunks analysed in
/// parallel, results written in input order. Memory is bound by the chunks in work, whatever the file's size.
/// </summary>
internal sealed class OfflineBatch : IDisposable
{
    private const string Tenant = "offline";

    private readonly string[] _analyses;
    private readonly TableOptions _table;
    private readonly FileProcessingOptions _options;
    private readonly string _folder = Directory.CreateTempSubdirectory("batchprocessing-").FullName;
    private readonly FileSystemBlobStore _blobs;
    private readonly AnalysisCatalog _catalog = new(new ModelFolder(Path.Combine(AppContext.BaseDirectory, "models")));
    private readonly ChunkProcessor _processor;

    public OfflineBatch(string[] analyses, TableOptions table, FileProcessingOptions options)
    {
        _analyses = analyses;
        _table = table;
        _options = options;
        _blobs = new FileSystemBlobStore(Path.Combine(_folder, "blobs"));
        _processor = new ChunkProcessor(
            _blobs, _catalog, Options.Create(new BatchProcessorOptions()), TimeProvider.System,
            new BatchProcessingMetrics(TimeProvider.System), NullLogger<ChunkProcessor>.Instance);
    }

    /// <summary>Analyses the file.</summary>
    /// <exception cref="UploadRejectedException">The file cannot be read as a table.</exception>
    public async Task<OfflineReport> RunAsync(FileInfo input, FileInfo output, IProgress<double> progress, CancellationToken token)
    {
        long start = Stopwatch.GetTimestamp();
        ModelPins pins = await _catalog.PinAsync(Tenant, _analyses, new Dictionary<string, string>(), token);
        AnalysisPlan plan = await _catalog.PlanAsync(Tenant, pins);
        IReadOnlyList<Chunk> chunks = await CutAsync(input, token);
        long documents = chunks.Sum(c => (long)c.DocumentCount);
        string partial = output.FullName + ".partial";
        var sum = new OfflineReport(0, 0, 0, 0, new Tally());
        await using (FileStream file = File.Create(partial, 1 << 20))
        {
            await using CsvResultWriter? csv = IsCsv(output) ? new CsvResultWriter(file, _analyses) : null;
            var analyse = new TransformBlock<Chunk, ChunkResultLines>(c => AnalyseAsync(plan, c, token), Bounded(Workers, token));
            var write = new ActionBlock<ChunkResultLines>(
                async lines =>
                {
                    using (lines) sum = await WriteAsync(lines, sum, file, csv, token);
                    progress.Report((double)sum.Documents / Math.Max(documents, 1));
                },
                Bounded(1, token));
            analyse.LinkTo(write, new DataflowLinkOptions { PropagateCompletion = true });
            foreach (Chunk chunk in chunks) await analyse.SendAsync(chunk, token);
            analyse.Complete();
            await write.Completion;
            if (csv is not null) await csv.FlushAsync(token);
        }

        File.Move(partial, output.FullName, overwrite: true);
        return sum with { Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private int Workers => _options.MaxConcurrency > 0 ? _options.MaxConcurrency : Environment.ProcessorCount;

    private bool IsCsv(FileInfo output) => output.Extension.ToLowerInvariant() switch
    {
        ".csv" => true,
        ".jsonl" or ".ndjson" => false,
        _ => _options.OutputFormat == "csv",
    };

    private async Task<IReadOnlyList<Chunk>> CutAsync(FileInfo input, CancellationToken token)
    {
        using var writer = new ChunkWriter(_blobs, new ChunkOptions { MaxDocuments = _options.FileBatchSize }, Guid.Empty);
        var limits = new UploadOptions { MaxDocuments = long.MaxValue, MaxRequestBytes = long.MaxValue };
        var intake = new DocumentIntake(writer, limits, failOnInvalid: false);
        intake.BeginSource(null);
        await using FileStream stream = input.OpenRead();
        await new UploadFileReader(_table, _folder).ReadAsync(new DeclaredFile(null, FileName.KindOf(input.Name)), stream, intake, token);
        return await writer.CompleteAsync(token);
    }

    private async Task<ChunkResultLines> AnalyseAsync(AnalysisPlan plan, Chunk chunk, CancellationToken token)
    {
        var input = new byte[chunk.InputLength];
        await _blobs.ReadAsync(chunk.InputBlob, chunk.InputOffset, input, token);
        return await _processor.ProcessAsync(plan, input, input.Length, chunk.DocumentCount, token);
    }

    private static async Task<OfflineReport> WriteAsync(
        ChunkResultLines lines, OfflineReport sum, FileStream file, CsvResultWriter? csv, CancellationToken token)
    {
        if (csv is null) await file.WriteAsync(lines.Lines, token);
        else await csv.WriteAsync(lines.Lines, token);
        sum.Tally.Add(lines.Tally);
        return sum with
        {
            Documents = sum.Documents + lines.Succeeded + lines.Failed,
            Succeeded = sum.Succeeded + lines.Succeeded,
            Failed = sum.Failed + lines.Failed,
        };
    }

    private static ExecutionDataflowBlockOptions Bounded(int workers, CancellationToken token) => new()
    {
        MaxDegreeOfParallelism = workers,
        BoundedCapacity = 2 * workers,
        CancellationToken = token,
    };
}
