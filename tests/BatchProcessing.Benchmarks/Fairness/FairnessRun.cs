using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using BatchProcessing.Benchmarks.Load;

namespace BatchProcessing.Benchmarks.Fairness;

/// <summary>
/// A large batch of a standard tenant runs; again and again a VIP and another standard tenant upload a small batch each,
/// at the same time.
/// </summary>
internal sealed class FairnessRun(ServerOptions servers, int largeDocuments, int smallDocuments, int rounds)
{
    private const int DefaultLimit = 1_000_000;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(2);

    private CorpusFile _small = null!;

    /// <summary>Runs in a temporary folder that is deleted afterwards.</summary>
    public async Task<FairnessReport> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("batch-fairness-");
        try
        {
            Environment.SetEnvironmentVariable("Uploads__MaxDocuments", Math.Max(largeDocuments, DefaultLimit).ToString(CultureInfo.InvariantCulture));
            Progress($"Generating {largeDocuments:N0} comments");
            var large = CorpusFile.Write(Path.Combine(folder.FullName, "large.jsonl"), CorpusFile.JsonLines, largeDocuments, seed: 1);
            _small = CorpusFile.Write(Path.Combine(folder.FullName, "small.jsonl"), CorpusFile.JsonLines, smallDocuments, seed: 2);
            await using var nodes = await ServerSet.StartAsync(servers, folder.FullName, cancellationToken);
            using var setup = await TenantSetup.BeginAsync(nodes.Addresses[0], cancellationToken);
            using var owner = await ClientAsync(setup, nodes, "large", "standard", cancellationToken);
            using var standard = await ClientAsync(setup, nodes, "small", "standard", cancellationToken);
            using var vip = await ClientAsync(setup, nodes, "important", "vip", cancellationToken);
            await UploadAndWaitAsync(vip, cancellationToken);
            await UploadAndWaitAsync(standard, cancellationToken);
            Progress("Uploading the large batch");
            var batch = await UploadAsync(owner, large, cancellationToken);
            return await MeasureAsync(owner, batch, standard, vip, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<FairnessReport> MeasureAsync(
        HttpClient owner, string large, HttpClient standard, HttpClient vip, CancellationToken cancellationToken)
    {
        await Task.Delay(Alone, cancellationToken); // until it runs at its pace
        var alone = await RateAsync(owner, large, () => Task.Delay(Alone, cancellationToken), cancellationToken);
        List<(SmallBatch Vip, SmallBatch Standard)> pairs = [];
        var meanwhile = await RateAsync(owner, large, async () =>
        {
            for (var round = 0; round < rounds; round++)
            {
                var both = await Task.WhenAll(UploadAndWaitAsync(standard, cancellationToken), UploadAndWaitAsync(vip, cancellationToken));
                pairs.Add((both[1], both[0]));
                Progress($"Round {round + 1}: VIP {both[1].Seconds:F3} s, standard {both[0].Seconds:F3} s");
            }
        }, cancellationToken);
        var state = await GetAsync(owner, large, cancellationToken);
        return ReportOf(pairs, alone, meanwhile, wasRunning: state.GetProperty("endedAt").ValueKind == JsonValueKind.Null);
    }

    private FairnessReport ReportOf(List<(SmallBatch Vip, SmallBatch Standard)> pairs, double alone, double meanwhile, bool wasRunning) => new(
        largeDocuments,
        smallDocuments,
        rounds,
        Median(pairs.Select(p => p.Vip.Seconds)),
        Math.Round(pairs.Max(p => p.Vip.Seconds), 3),
        Median(pairs.Select(p => p.Standard.Seconds)),
        Math.Round(pairs.Max(p => p.Standard.Seconds), 3),
        pairs.Count(p => p.Vip.EndedAt <= p.Standard.EndedAt),
        Math.Round(alone),
        Math.Round(meanwhile),
        Math.Round(meanwhile / alone, 3),
        wasRunning,
        pairs.TrueForAll(p => p.Vip.IsExact && p.Standard.IsExact));

    /// <summary>Documents of a batch that ended a second, over some time.</summary>
    private static async Task<double> RateAsync(HttpClient client, string batch, Func<Task> pass, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var before = await EndedAsync(client, batch, cancellationToken);
        await pass();
        return (await EndedAsync(client, batch, cancellationToken) - before) / clock.Elapsed.TotalSeconds;
    }

    private static async Task<long> EndedAsync(HttpClient client, string batch, CancellationToken cancellationToken)
    {
        var counts = BatchCounts.Read((await GetAsync(client, batch, cancellationToken)).GetProperty("counts"));
        return counts.Succeeded + counts.Failed;
    }

    private async Task<SmallBatch> UploadAndWaitAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var id = await UploadAsync(client, _small, cancellationToken);
        while (true)
        {
            var batch = await GetAsync(client, id, cancellationToken);
            if (batch.GetProperty("endedAt").ValueKind != JsonValueKind.Null)
                return SmallBatch.Of(batch, clock.Elapsed, smallDocuments);
            await Task.Delay(Poll, cancellationToken);
        }
    }

    private static async Task<string> UploadAsync(HttpClient client, CorpusFile corpus, CancellationToken cancellationToken)
    {
        using var content = new StreamContent(File.OpenRead(corpus.Path), 1 << 20);
        content.Headers.ContentType = new MediaTypeHeaderValue(corpus.ContentType);
        using var answer = await client.PostAsync("/api/documents/bulk-upload?analyses=classification,sentiment", content, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"The upload was answered {(int)answer.StatusCode}: {body}");
        return JsonElement.Parse(body).GetProperty("batchId").GetString()!;
    }

    private static async Task<JsonElement> GetAsync(HttpClient client, string batch, CancellationToken cancellationToken) =>
        JsonElement.Parse(await client.GetStringAsync($"/api/batches/{batch}", cancellationToken));

    private static async Task<HttpClient> ClientAsync(
        TenantSetup setup, ServerSet nodes, string tenant, string tier, CancellationToken cancellationToken)
    {
        var client = new HttpClient { BaseAddress = nodes.Addresses[^1], Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", await setup.AddAsync(tenant, tier, cancellationToken));
        return client;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return Math.Round((ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2, 3);
    }

    private static void Progress(string message) => Console.Error.WriteLine(message);
}
