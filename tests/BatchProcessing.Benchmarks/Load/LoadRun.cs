using System.Diagnostics;

namespace BatchProcessing.Benchmarks.Load;

/// <summary>
/// One load run: generate the comments, do the work without the service, then through it: warm up, upload, wait, download
/// and check.
/// </summary>
internal sealed class LoadRun(LoadOptions options, string folder)
{
    private const int WarmUpDocuments = 250_000;

    /// <summary>Runs in a temporary folder that is deleted afterwards, unless it is to be kept or tells of a failure.</summary>
    public static async Task<LoadReport> RunAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("batch-load-").FullName;
        var isExact = false;
        try
        {
            var report = await new LoadRun(options, folder).RunAsync(cancellationToken);
            isExact = report.LedgerExact;
            return report;
        }
        finally
        {
            if (options.Keep || !isExact)
                Progress($"Files kept in {folder}");
            else
                Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<LoadReport> RunAsync(CancellationToken cancellationToken)
    {
        Progress($"Generating {options.Documents:N0} comments, seed {options.Seed}");
        var lines = Generate(CorpusFile.JsonLines, "corpus", options.Documents, options.Seed);
        var upload = options.Format == CorpusFile.JsonLines
            ? lines
            : Generate(options.Format, "corpus", options.Documents, options.Seed);
        var warmUp = Generate(options.Format, "warm-up", WarmUpDocuments, options.Seed + 1);
        var inProcess = await InProcessRates.MeasureAsync(options.Servers.Server.DirectoryName!, folder, lines);
        return await ServeAsync(warmUp, upload, inProcess, cancellationToken);
    }

    private async Task<LoadReport> ServeAsync(
        CorpusFile warmUp, CorpusFile upload, InProcessRates inProcess, CancellationToken cancellationToken)
    {
        await using var server = await ServerSet.StartAsync(options.Servers, folder, cancellationToken);
        using var client = new BatchClient(server.Addresses[0]);
        Progress($"Server ready after {server.ColdStart.TotalSeconds:F2} s; warming up with {warmUp.Documents:N0} comments");
        await client.WaitAsync(await client.UploadAsync(warmUp, cancellationToken), cancellationToken);

        Progress($"Uploading {upload.Length:N0} bytes");
        var processorTime = server.ProcessorTime;
        var clock = Stopwatch.StartNew();
        var batchId = await client.UploadAsync(upload, cancellationToken);
        var uploaded = clock.Elapsed;
        var counts = await client.WaitAsync(batchId, cancellationToken);
        var total = clock.Elapsed;
        var slowestStatus = client.SlowestStatus;
        processorTime = server.ProcessorTime - processorTime;

        Progress($"Completed after {total.TotalSeconds:F2} s; downloading");
        var ledger = new ResultLedger();
        clock.Restart();
        await client.DownloadAsync(batchId, ledger, cancellationToken);
        var service = new ServiceRun(
            uploaded, total, clock.Elapsed, processorTime, server.PeakMemory, server.ColdStart, ledger.Bytes, slowestStatus,
            IsExact(upload.Documents, counts, ledger));
        return LoadReport.Of(upload, inProcess, service);
    }

    private static bool IsExact(int documents, BatchCounts counts, ResultLedger ledger)
    {
        Progress($"{ledger.Lines:N0} result lines, {ledger.Wrong:N0} wrong; the batch says {counts}");
        if (ledger.FirstWrong is { } line)
            Progress($"The first wrong line: {line}");
        return counts == new BatchCounts(documents, documents, 0, 0) && ledger.Lines == documents && ledger.Wrong == 0;
    }

    private CorpusFile Generate(string format, string name, int documents, int seed) =>
        CorpusFile.Write(Path.Combine(folder, $"{name}.{format}"), format, documents, seed);

    private static void Progress(string message) => Console.Error.WriteLine(message);
}
