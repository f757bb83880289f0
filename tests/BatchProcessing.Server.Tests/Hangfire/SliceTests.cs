using System.Text.Json.Nodes;
using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Hangfire.Jobs;
using BatchProcessing.Jobs;
using BatchProcessing.Overview;
using BatchProcessing.Server.Tests.Storage;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Server.Tests.Hangfire;

/// <summary>What the dashboard says of slices is true: they work for others than the batch that asked for them.</summary>
[Collection(HangfireService.Name)]
public sealed class SliceTests(HangfireService service)
{
    private static readonly string Csv = "text\n" + string.Concat(Enumerable.Repeat("good\n", 30));

    [Fact]
    public async Task Slice_SaysWhatItWorkedOn_NotWhoAskedForIt()
    {
        var store = service.Services.GetRequiredService<IBatchStore>();
        // It asks for a slice, and none of its chunks can be claimed.
        Batch asking = await store.SealBatchAsync(TimeProvider.System, tenant: "slices");
        await store.PauseAsync(asking.Id, CancellationToken.None);
        Batch worked = await store.SealBatchAsync(TimeProvider.System, chunks: 2, tenant: "slices");
        string id = service.Services.GetRequiredService<IBackgroundJobClient>().Create(
            ServiceJob.ToHangfire(Job.TenantPump(Lane.Batch, "slices", 0, asking.Id)), new global::Hangfire.States.EnqueuedState("batch"));
        await ServiceHost.UntilAsync(async () => (await JobsOfAsync(worked.Id)).Contains(id));

        Assert.Empty(await JobsOfAsync(asking.Id));
        string askingPage = await service.TextAsync($"/hangfire/batches/{asking.Id}");
        string workedPage = await service.TextAsync($"/hangfire/batches/{worked.Id}");
        Assert.DoesNotContain("/jobs/details/", askingPage, StringComparison.Ordinal);
        Assert.Contains($"/hangfire/jobs/details/{id}\"", workedPage, StringComparison.Ordinal);
        foreach (Batch batch in new[] { asking, worked }) await store.CancelAsync(batch.Id, CancellationToken.None);
    }

    [Fact]
    public async Task JobPage_NamesTheTenant_AndLinksTheBatchesOfItsResult()
    {
        JsonNode batch = await service.EndedAsync(ServiceHost.Csv(Csv));
        string job = (await JobsOfAsync((Guid)batch["id"]!))[0];
        string path = $"/hangfire/jobs/details/{job}";
        await ServiceHost.UntilAsync(async () => (await service.TextAsync(path)).Contains($"/hangfire/batches/{batch["id"]}", StringComparison.Ordinal));

        string page = await service.TextAsync(path);

        Assert.Contains("Slice of tenant default, lane batch, place ", page, StringComparison.Ordinal);
        Assert.Contains("What this slice worked on", page, StringComparison.Ordinal);
        Assert.Contains(": documents ", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BatchPage_ShowsItsContinuation_TheBatchAfterIt_AndTheJobThatRanIt()
    {
        JsonNode first = await service.EndedAsync(ServiceHost.Csv(Csv));
        JsonNode second = await service.EndedAsync(ServiceHost.Csv(Csv), $"?after={first["id"]}&name=successor");

        string page = await service.TextAsync($"/hangfire/batches/{first["id"]}");
        string after = await service.TextAsync($"/hangfire/batches/{second["id"]}");

        Continuation end = (await service.Services.GetRequiredService<IOverviewStore>()
            .FindContinuationAsync((Guid)first["id"]!, CancellationToken.None))!;
        Assert.Equal(WorkPlace.Here(end.Place!.JobId), end.Place);
        Assert.Contains("Ledger checked, batch completed", page, StringComparison.Ordinal);
        Assert.Contains($"/hangfire/jobs/details/{end.Place.JobId}\"", page, StringComparison.Ordinal);
        Assert.Contains($"Batch after it: <a href=\"/hangfire/batches/{second["id"]}\"", page, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"/hangfire/batches/{first["id"]}\">{first["id"]}</a>", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PutBackChunks_AreOnTheBatchsPage_AndOnThatOfAllBatches()
    {
        var store = service.Services.GetRequiredService<IBatchStore>();
        Batch batch = await store.SealBatchAsync(TimeProvider.System, chunks: 3, tenant: "putback", name: "<b>unlucky</b>");
        ChunkLease lease = (await store.ClaimChunkAsync(
            batch.Id, new ChunkOwner("test", new WorkPlace("node-x:1", "12345")), StoredBatches.Minute, CancellationToken.None))!;
        await store.RetryChunkAsync(lease, StoredBatches.Minute, "<i>the disk</i> said no", CancellationToken.None);

        string own = await service.TextAsync($"/hangfire/batches/{batch.Id}?chunks=put-back");
        string all = await service.TextAsync("/hangfire/batches/put-back");

        Assert.Contains("1 chunk was put back and", own, StringComparison.Ordinal);
        Assert.Contains("class=\"bp-back\"", own, StringComparison.Ordinal);
        foreach (string page in new[] { own, all })
        {
            Assert.Contains("<td>0–9</td><td>queued, again ", page, StringComparison.Ordinal);
            Assert.Contains("<td>node-x:1</td><td class=\"bp-error\">&lt;i&gt;the disk&lt;/i&gt; said no</td>", page, StringComparison.Ordinal);
            Assert.Contains("/hangfire/jobs/details/12345\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>unlucky", page, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("<td>10–19</td>", own, StringComparison.Ordinal);
        Assert.Contains("Retries</em> therefore stays empty", all, StringComparison.Ordinal);
        await store.CancelAsync(batch.Id, CancellationToken.None);
    }

    private async Task<IReadOnlyList<string>> JobsOfAsync(Guid batchId) =>
    [
        .. (await service.Services.GetRequiredService<IOverviewStore>().ListJobsAsync(batchId, 100, CancellationToken.None)).Select(j => j.Place.JobId!),
    ];
}
