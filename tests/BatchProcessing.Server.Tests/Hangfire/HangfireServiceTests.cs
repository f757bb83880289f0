using System.Text.Json.Nodes;
using BatchProcessing.Hangfire.Jobs;
using BatchProcessing.Hangfire.Storage;
using BatchProcessing.Jobs;
using Hangfire;
using Hangfire.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Server.Tests.Hangfire;

/// <summary>Batches through the API, with Hangfire underneath.</summary>
[Collection(HangfireService.Name)]
public sealed class HangfireServiceTests(HangfireService service)
{
    private readonly IMonitoringApi _monitoring = service.Services.GetRequiredService<JobStorage>().GetMonitoringApi();

    [Fact]
    public async Task Batch_EndsOnce_AfterAllItsChunks()
    {
        JsonNode batch = await service.EndedAsync(ServiceHost.Csv("text\n" + string.Concat(Enumerable.Repeat("A fine day.\n", 500))));

        Assert.Equal(("completed", 500), ((string?)batch["status"], (int)batch["counts"]!["succeeded"]!));
        var id = (Guid)batch["id"]!;
        await ServiceHost.UntilAsync(() => Task.FromResult(ResultsNaming(id).Count(r => r.Contains("its continuation", StringComparison.Ordinal)) == 1));
        Assert.Contains(ResultsNaming(id), r => r.Contains("documents 0–", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Batch_OfTenFiles_IsProcessed()
    {
        (string, string)[] files = [.. Enumerable.Range(0, 10).Select(i => ($"{i}.txt", $"Comment {i}: the parcel came late."))];

        JsonNode batch = await service.EndedAsync(ServiceHost.Form(files));

        Assert.Equal(("completed", 10), ((string?)batch["status"], (int)batch["counts"]!["succeeded"]!));
    }

    [Fact]
    public async Task Batch_StartsItsSuccessor_WithoutASweep()
    {
        JsonNode first = await service.AcceptedAsync(ServiceHost.Csv("text\nfirst\n"));

        JsonNode second = await service.EndedAsync(ServiceHost.Csv("text\nsecond\n"), $"?after={first["batchId"]}");

        Assert.Equal("completed", (string?)second["status"]);
    }

    [Fact]
    public void Enqueue_KeepsOneOfEachName_WhileItWaits()
    {
        var client = service.Services.GetRequiredService<IBackgroundJobClient>();
        global::Hangfire.Common.Job job = ServiceJob.ToHangfire(Job.FinalizeBatch(Lane.Batch, Guid.NewGuid()));
        var unserved = new global::Hangfire.States.EnqueuedState("nobody");

        string? first = client.Create(job, unserved);
        string? twin = client.Create(job, unserved);
        client.Delete(first);
        string? afterwards = client.Create(job, unserved);

        Assert.Equal((true, true, true), (first is not null, twin is null, afterwards is not null));
    }

    [Fact]
    public async Task FailedJobs_AreNotRunAgain_AndGoWhenThereAreTooMany()
    {
        var client = service.Services.GetRequiredService<IBackgroundJobClient>();
        Job impossible = new((JobKind)99, Lane.Batch, Guid.NewGuid());
        string id = client.Create(ServiceJob.ToHangfire(impossible), new global::Hangfire.States.EnqueuedState("batch"));
        await ServiceHost.UntilAsync(() => Task.FromResult(StatesOf(id).Contains("Failed")));
        Assert.Equal(1, StatesOf(id).Count(s => s == "Processing"));

        service.Services.GetRequiredService<FailedJobs>().Trim(kept: 0);

        Assert.Equal("Deleted", StatesOf(id)[0]);
    }

    [Fact]
    public void StoredJob_NamesWhatStaysTheSame()
    {
        Guid id = Guid.Parse("01a20293-4526-754b-bed7-34040df3eabf");

        InvocationData stored = InvocationData.SerializeJob(ServiceJob.ToHangfire(Job.Pump(Lane.Critical, id, slot: 2)));

        Assert.Equal("BatchProcessing.Hangfire.Jobs.ServiceJob, BatchProcessing.Hangfire", stored.Type);
        Assert.Equal(("RunAsync", "critical"), (stored.Method, stored.Queue));
        Assert.Equal("""["\"Pump\"","\"01a20293-4526-754b-bed7-34040df3eabf\"","2",null,null]""", stored.Arguments);
        Assert.Equal(Job.Pump(Lane.Critical, id, slot: 2), ServiceJob.FromHangfire(stored.DeserializeJob()));
        Job ofTenant = Job.TenantPump(Lane.Batch, "acme", slot: 1, id);
        Assert.Equal(ofTenant, ServiceJob.FromHangfire(InvocationData.SerializeJob(ServiceJob.ToHangfire(ofTenant)).DeserializeJob()));
    }

    /// <summary>The states of a job, the latest first.</summary>
    private string[] StatesOf(string id) => [.. _monitoring.JobDetails(id).History.Select(h => h.StateName)];

    /// <summary>What jobs say they worked on, of those that worked on a batch.</summary>
    private List<string> ResultsNaming(Guid batchId) =>
    [
        .. _monitoring.SucceededJobs(0, 10_000).Select(j => j.Value?.Result as string ?? "")
            .Where(r => r.Contains(batchId.ToString(), StringComparison.Ordinal)),
    ];
}
