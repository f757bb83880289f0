using System.Net;
using System.Text.Json.Nodes;
using BatchProcessing.Batches;
using BatchProcessing.Jobs;
using BatchProcessing.Server.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Server.Tests.Hangfire;

/// <summary>The dashboard as a browser gets it.</summary>
[Collection(HangfireService.Name)]
public sealed class DashboardTests(HangfireService service)
{
    [Fact]
    public async Task Home_ShowsBatchesInItsMenu_AndTwoFigures()
    {
        string page = await service.TextAsync("/hangfire");

        Assert.Contains("href=\"/hangfire/batches\"", page, StringComparison.Ordinal);
        Assert.Contains("Active batches", page, StringComparison.Ordinal);
        Assert.Contains("Documents/s", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batches_AreListedWithTheirProgress()
    {
        JsonNode batch = await service.EndedAsync(ServiceHost.Csv("text\n" + string.Concat(Enumerable.Repeat("good\n", 30)) + "\"\"\n"), "?name=listed");

        string page = await service.TextAsync("/hangfire/batches");

        Assert.Contains($"<a href=\"/hangfire/batches/{batch["id"]}\" title=\"{batch["id"]}\">listed</a>", page, StringComparison.Ordinal);
        Assert.Contains("31/31", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_ShowsItsFailures_ItsChunks_AndItsJobs()
    {
        JsonNode batch = await service.EndedAsync(ServiceHost.Csv("text\n" + string.Concat(Enumerable.Repeat("good\n", 30)) + "\"\"\n"));
        string path = $"/hangfire/batches/{batch["id"]}";
        string page = await service.TextAsync(path);

        Assert.Contains("<tr><th>empty</th><td>1</td></tr>", page, StringComparison.Ordinal);
        Assert.Contains("<tr><th>Chunks</th><td>2/2 ended</td></tr>", page, StringComparison.Ordinal);
        Assert.Contains("<td>20–30</td><td>completed</td>", page, StringComparison.Ordinal);
        Assert.Contains("documents/s", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv=\"refresh\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_ShowsHowFarItIs_WhileItRuns()
    {
        var store = service.Services.GetRequiredService<IBatchStore>();
        Batch batch = await store.SealBatchAsync(TimeProvider.System, chunks: 3);
        await store.CompleteAsync(await store.ClaimAsync(batch.Id));

        string page = await service.TextAsync($"/hangfire/batches/{batch.Id}");
        string home = await service.TextAsync("/hangfire/batches");

        Assert.Contains("10/30", page, StringComparison.Ordinal);
        Assert.Contains("http-equiv=\"refresh\"", page, StringComparison.Ordinal);
        Assert.Contains("http-equiv=\"refresh\"", home, StringComparison.Ordinal);
        await store.CancelAsync(batch.Id, CancellationToken.None);
        await service.Services.GetRequiredService<IJobEngine>().EnqueueAsync(
            Job.FinalizeBatch(batch.Lane, batch.Id), TimeSpan.Zero, CancellationToken.None);
    }

    [Fact]
    public async Task Batch_IsShownWithItsNameEncoded()
    {
        JsonNode batch = await service.EndedAsync(ServiceHost.Csv("text\nx\n"), $"?name={Uri.EscapeDataString("<script>alert('{0}')</script>")}");

        foreach (string path in new[] { "/hangfire/batches", $"/hangfire/batches/{batch["id"]}" })
        {
            string page = await service.TextAsync(path);
            Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
            Assert.Contains("&lt;script&gt;alert(&#39;{0}&#39;)&lt;/script&gt;", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Batch_IsNotFound_WhenThereIsNone()
    {
        using HttpResponseMessage response = await service.GetAsync($"/hangfire/batches/{Guid.NewGuid()}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
