using System.Collections.Concurrent;
using System.Diagnostics;

namespace BatchProcessing.Benchmarks.Load;

/// <summary>Uploads one small file again and again, over all nodes in turn, and waits until every batch has ended.</summary>
internal sealed class SmallBatchesRun(ServerOptions servers, int batches, int documents, int uploads)
{
    private const int WarmUpBatches = 50;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs in a temporary folder that is deleted afterwards.</summary>
    public async Task<SmallBatchesReport> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("batch-load-");
        try
        {
            var file = CorpusFile.Write(Path.Combine(folder.FullName, "corpus.jsonl"), CorpusFile.JsonLines, documents, seed: 1);
            await using var nodes = await ServerSet.StartAsync(servers, folder.FullName, cancellationToken);
            BatchClient[] clients = [.. nodes.Addresses.Select(a => new BatchClient(a))];
            await UploadAllAsync(clients, file, WarmUpBatches, cancellationToken);
            await WaitAsync(clients[0], cancellationToken);
            var report = await MeasureAsync(nodes, clients, file, cancellationToken);
            foreach (var client in clients)
                client.Dispose();
            return report;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<SmallBatchesReport> MeasureAsync(
        ServerSet nodes, BatchClient[] clients, CorpusFile file, CancellationToken cancellationToken)
    {
        var processorTime = nodes.ProcessorTime;
        var clock = Stopwatch.StartNew();
        var ids = await UploadAllAsync(clients, file, batches, cancellationToken);
        var uploaded = clock.Elapsed;
        Console.Error.WriteLine($"{ids.Count:N0} batches accepted after {uploaded.TotalSeconds:F2} s");
        await WaitAsync(clients[0], cancellationToken);
        var total = clock.Elapsed;
        processorTime = nodes.ProcessorTime - processorTime;
        Console.Error.WriteLine($"All ended after {total.TotalSeconds:F2} s; checking");
        return new SmallBatchesReport(
            servers.Store.ToString().ToLowerInvariant(),
            servers.Nodes,
            batches,
            documents,
            Math.Round(uploaded.TotalSeconds, 3),
            Math.Round(total.TotalSeconds, 3),
            Math.Round(batches / total.TotalSeconds, 1),
            Math.Round(processorTime.TotalSeconds, 2),
            await AreExactAsync(clients, ids, cancellationToken));
    }

    private async Task<IReadOnlyCollection<string>> UploadAllAsync(
        BatchClient[] clients, CorpusFile file, int count, CancellationToken cancellationToken)
    {
        var ids = new ConcurrentBag<string>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = uploads, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, count, parallel, async (i, stop) => ids.Add(await clients[i % clients.Length].UploadAsync(file, stop)));
        return ids;
    }

    private static async Task WaitAsync(BatchClient client, CancellationToken cancellationToken)
    {
        while (await client.AnyActiveAsync(cancellationToken))
            await Task.Delay(Poll, cancellationToken);
    }

    private async Task<bool> AreExactAsync(BatchClient[] clients, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var exact = ids.Distinct().Count() == batches ? 1 : 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = uploads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(ids, parallel, async (id, stop) =>
        {
            var counts = await clients[0].WaitAsync(id, stop);
            var ledger = new ResultLedger();
            await clients[0].DownloadAsync(id, ledger, stop);
            if (counts != new BatchCounts(documents, documents, 0, 0) || ledger.Lines != documents || ledger.Wrong > 0)
                Interlocked.Exchange(ref exact, 0);
        });
        return exact == 1;
    }
}
