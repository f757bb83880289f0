using System.Diagnostics;
using System.Threading.Tasks.Dataflow;
using BatchProcessing.Analyses;
using BatchProcessing.Chunks;
using BatchProcessing.Documents;
using BatchProcessing.Processing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Files;

/// <summary>
/// Analyses one file by the path of a batch: cut into chunks, chunks analysed in parallel, results written in input
/// order. Memory is bound by the chunks in work, whatever the file's size.
/// </summary>
/// <param name="catalog">The analyses.</param>
/// <param name="options">How large chunks are and how many are in work.</param>
/// <param name="limits">What a file may hold.</param>
public sealed class FileProcessor(AnalysisCatalog catalog, FileProcessingOptions options, UploadOptions limits)
{
    /// <summary>Analyses a file, or goes on with it where a killed run of the same job has stopped.</summary>
    /// <param name="job">The file.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops; the job can be gone on with.</param>
    /// <returns>The report, and the path of the complete results in the folder of the job.</returns>
    /// <exception cref="UploadRejectedException">The file cannot be read as a table.</exception>
    public async Task<(FileReport Report, string Results)> RunAsync(FileJob job, IProgress<FileProgress>? progress, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        ModelPins pins = await catalog.PinAsync(job.TenantId, job.Analyses, new Dictionary<string, string>(), cancellationToken);
        AnalysisPlan plan = await catalog.PlanAsync(job.TenantId, pins);
        FileWork work = FileWork.Open(job.WorkFolder, job.Identity is null ? null : $"{job.Identity}|{pins}|{job.Table}|{job.IsCsv}|{options.FileBatchSize}");
        IReadOnlyList<Chunk> chunks = work.ReadChunks() ?? await CutAsync(job, work, progress, cancellationToken);
        FileStep from = work.ReadStep();
        await using var results = new FileResults(work, job, from);
        await AnalyseAsync(plan, work, chunks, results, progress, cancellationToken);
        FileStep end = results.Step;
        var report = new FileReport(
            end.Succeeded + end.Failed, end.Succeeded, end.Failed, from.Succeeded + from.Failed,
            Stopwatch.GetElapsedTime(start).TotalSeconds, results.Tally);
        return (report, work.Results);
    }

    private async Task<IReadOnlyList<Chunk>> CutAsync(FileJob job, FileWork work, IProgress<FileProgress>? progress, CancellationToken cancellationToken)
    {
        using var writer = new ChunkWriter(work.Blobs, new ChunkOptions { MaxDocuments = options.FileBatchSize }, Guid.Empty);
        var intake = new DocumentIntake(writer, limits, failOnInvalid: false);
        intake.BeginSource(null);
        await using var input = new ProgressStream(job.Input, part => progress?.Report(new FileProgress(part, 0)));
        try
        {
            await new UploadFileReader(job.Table, work.Spool).ReadAsync(job.Declared, input, intake, cancellationToken);
        }
        catch
        {
            await writer.DrainAsync();
            throw;
        }

        IReadOnlyList<Chunk> chunks = await writer.CompleteAsync(cancellationToken);
        work.WriteChunks(chunks);
        return chunks;
    }

    private async Task AnalyseAsync(
        AnalysisPlan plan, FileWork work, IReadOnlyList<Chunk> chunks, FileResults results, IProgress<FileProgress>? progress, CancellationToken cancellationToken)
    {
        var processor = new ChunkProcessor(
            work.Blobs, catalog, Options.Create(new BatchProcessorOptions()), TimeProvider.System,
            new BatchProcessingMetrics(TimeProvider.System), NullLogger<ChunkProcessor>.Instance);
        int workers = options.MaxConcurrency > 0 ? options.MaxConcurrency : Environment.ProcessorCount;
        var analyse = new TransformBlock<Chunk, ChunkResultLines>(
            c => AnalyseAsync(processor, work, plan, c, cancellationToken), Bounded(workers, cancellationToken));
        var write = new ActionBlock<ChunkResultLines>(
            async lines =>
            {
                using (lines) await results.WriteAsync(lines, cancellationToken);
                progress?.Report(new FileProgress(1, (double)results.Step.Chunks / chunks.Count));
            },
            Bounded(1, cancellationToken));
        analyse.LinkTo(write, new DataflowLinkOptions { PropagateCompletion = true });
        // A link tells faults forward only; without this what is sent would wait for ever for a place.
        _ = write.Completion.ContinueWith(
            w => ((IDataflowBlock)analyse).Fault(w.Exception!),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        foreach (Chunk chunk in chunks.Skip(results.Step.Chunks))
        {
            if (!await analyse.SendAsync(chunk, cancellationToken)) break; // a fault, which the end tells
        }

        analyse.Complete();
        // Nothing reads the folder of the job any more when both have ended.
        await Task.WhenAll(write.Completion, analyse.Completion);
    }

    private static async Task<ChunkResultLines> AnalyseAsync(
        ChunkProcessor processor, FileWork work, AnalysisPlan plan, Chunk chunk, CancellationToken cancellationToken)
    {
        var input = new byte[chunk.InputLength];
        await work.Blobs.ReadAsync(chunk.InputBlob, chunk.InputOffset, input, cancellationToken);
        return await processor.ProcessAsync(plan, input, input.Length, chunk.DocumentCount, cancellationToken);
    }

    private static ExecutionDataflowBlockOptions Bounded(int workers, CancellationToken cancellationToken) => new()
    {
        MaxDegreeOfParallelism = workers,
        BoundedCapacity = 2 * workers,
        CancellationToken = cancellationToken,
    };
}
