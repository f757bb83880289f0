using System.Diagnostics;
using BatchProcessing.Benchmarks.Load;

namespace BatchProcessing.Benchmarks.Plain;

/// <summary>The same through this service: a server process with its embedded database and its default analyses.</summary>
/// <param name="Timing">Of an upload: from its first byte until the batch is seen completed.</param>
/// <param name="KilledAt">Documents done when the server was killed with SIGKILL, in a second batch of the same file.</param>
/// <param name="Exact">Whether both batches had every document once, in order, succeeded.</param>
internal sealed record ServiceWay(Timing Timing, long KilledAt, bool Exact)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>Warms up, times an upload, then kills the server in the middle of another and starts it again.</summary>
    public static async Task<ServiceWay> RunAsync(
        FileInfo assembly, string folder, CorpusFile warmUp, CorpusFile upload, CancellationToken cancellationToken)
    {
        (Timing timing, bool exact, string killed, long killedAt) = await ServeAsync();
        await using var server = await ServerProcess.StartAsync(assembly, folder, new Dictionary<string, string>(), cancellationToken);
        using var client = new BatchClient(server.Address);
        exact &= await IsExactAsync(client, killed, upload.Documents, cancellationToken);
        return new ServiceWay(timing, killedAt, exact);

        async Task<(Timing, bool, string, long)> ServeAsync()
        {
            await using var server = await ServerProcess.StartAsync(assembly, folder, new Dictionary<string, string>(), cancellationToken);
            using var client = new BatchClient(server.Address);
            await client.WaitAsync(await client.UploadAsync(warmUp, cancellationToken), cancellationToken);
            var (timing, batch) = await TimeAsync(server, client, upload, cancellationToken);
            var exact = await IsExactAsync(client, batch, upload.Documents, cancellationToken);
            var killed = await client.UploadAsync(upload, cancellationToken);
            var killedAt = await KillInTheMiddleAsync(server, client, killed, upload.Documents / 4, cancellationToken);
            return (timing, exact, killed, killedAt);
        }
    }

    private static async Task<(Timing Timing, string Batch)> TimeAsync(
        ServerProcess server, BatchClient client, CorpusFile upload, CancellationToken cancellationToken)
    {
        var processorTime = Processors();
        var clock = Stopwatch.StartNew();
        var batch = await client.UploadAsync(upload, cancellationToken);
        await client.WaitAsync(batch, cancellationToken);
        return (new Timing(upload.Documents, clock.Elapsed, Processors() - processorTime), batch);

        // The plain ways read their file themselves, so the uploading side counts here too.
        TimeSpan Processors() => server.ProcessorTime + Environment.CpuUsage.TotalTime;
    }

    private static async Task<long> KillInTheMiddleAsync(
        ServerProcess server, BatchClient client, string batch, int atLeast, CancellationToken cancellationToken)
    {
        BatchCounts counts;
        while ((counts = await client.CountsAsync(batch, cancellationToken)).Succeeded < atLeast)
            await Task.Delay(PollInterval, cancellationToken);
        await server.KillAsync();
        if (counts.Pending == 0)
            throw new InvalidOperationException("The batch had ended before the server was killed; take more --documents.");
        Console.Error.WriteLine($"  killed with {counts.Succeeded:N0} of {counts.Total:N0} documents done");
        return counts.Succeeded;
    }

    private static async Task<bool> IsExactAsync(BatchClient client, string batch, int documents, CancellationToken cancellationToken)
    {
        var counts = await client.WaitAsync(batch, cancellationToken);
        var ledger = new ResultLedger();
        await client.DownloadAsync(batch, ledger, cancellationToken);
        Console.Error.WriteLine($"  {ledger.Lines:N0} result lines, {ledger.Wrong:N0} wrong; the batch says {counts}");
        return counts == new BatchCounts(documents, documents, 0, 0) && ledger.Lines == documents && ledger.Wrong == 0;
    }
}
