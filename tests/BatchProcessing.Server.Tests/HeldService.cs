using System.Net;
using System.Text.Json.Nodes;
using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Jobs;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Server.Tests;

/// <summary>
/// A service whose pumps do nothing, so that none claims anything: a test works by hand. A chunk has one
/// attempt. Test classes share it; no test depends on the batches of another.
/// </summary>
[CollectionDefinition(Name)]
public class HeldService : ServiceHost, ICollectionFixture<HeldService>
{
    public const string Name = "held service";

    /// <summary>A table of three chunks: 20, 20 and 10 documents.</summary>
    public static readonly string FiftyRows = "text\n" + string.Concat(Enumerable.Repeat("row\n", 50));

    public HeldService()
        : this([])
    {
    }

    protected HeldService(params (string Key, string Value)[] settings)
        : base([("ML:BatchProcessing:MaxRetries", "0"), ("Uploads:FailureSample", "10"), .. settings])
    {
    }

    private IBatchStore Store => Services.GetRequiredService<IBatchStore>();

    public static string Self(JsonNode receipt) => (string)receipt["links"]!["self"]!;

    /// <summary>Asks for a move that must be taken, and gives the answer.</summary>
    public async Task<JsonNode> MovedAsync(JsonNode receipt, string move)
    {
        using HttpResponseMessage response = await PostAsync($"{Self(receipt)}/{move}");
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, answer);
        Assert.Equal(Self(receipt), response.Headers.Location!.OriginalString);
        return JsonNode.Parse(answer)!;
    }

    public Task<ChunkLease?> TryClaimAsync(JsonNode receipt) =>
        Store.ClaimChunkAsync(IdOf(receipt), new ChunkOwner("test"), TimeSpan.FromMinutes(1), CancellationToken.None);

    /// <summary>Takes the next chunk of a batch to its end, as a pump would.</summary>
    public async Task WorkAsync(JsonNode receipt)
    {
        Batch? batch = await Store.GetAsync(IdOf(receipt), CancellationToken.None);
        ChunkLease? lease = await TryClaimAsync(receipt);
        ChunkEnd end = await Services.GetRequiredService<ChunkWorker>().RunAsync(batch!, lease!, WorkPlace.Here("test"), () => false, CancellationToken.None);
        Assert.NotEqual(ChunkCommit.LeaseLost, end.Commit);
    }

    /// <summary>Waits until a batch is in a status that it reaches by itself.</summary>
    public Task UntilAsync(JsonNode receipt, string status) =>
        UntilAsync(async () => (string?)(await JsonAsync(Self(receipt)))["status"] == status);

    /// <summary>The files of a batch's inputs or results, in the order of their ordinals.</summary>
    public string[] Files(JsonNode receipt, string kind) =>
        [.. Directory.EnumerateFiles(Path.Combine(DataFolder, "blobs", IdOf(receipt).ToString("N"), kind)).Order(StringComparer.Ordinal)];

    public async Task<string[]> LinesAsync(JsonNode receipt, string query = "") =>
        (await TextAsync($"{Self(receipt)}/results{query}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Ends a batch that can end, and gives it.</summary>
    public async Task<JsonNode> FinalizedAsync(JsonNode receipt)
    {
        await Services.GetRequiredService<BatchFinalizer>().RunAsync(IdOf(receipt), WorkPlace.Here("test"), CancellationToken.None);
        return await WaitForEndAsync(IdOf(receipt));
    }

    public static Guid IdOf(JsonNode receipt) => (Guid)receipt["batchId"]!;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services => services
            .AddSingleton<JobHandler>()
            .AddSingleton<IJobHandler>(s => new WithoutPumps(s.GetRequiredService<JobHandler>())));
    }

    private sealed class WithoutPumps(JobHandler others) : IJobHandler
    {
        public Task<string?> RunAsync(Job job, string? jobId, CancellationToken cancellationToken) =>
            job.Kind == JobKind.Pump ? Task.FromResult<string?>(null) : others.RunAsync(job, jobId, cancellationToken);
    }
}
