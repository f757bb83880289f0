using System.Globalization;
using System.Text.Json.Nodes;
using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Jobs;
using Microsoft.Extensions.DependencyInjection;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

/// <summary>A whole service at work on a batch that lasts long enough to be stopped in its middle.</summary>
public sealed class LifecycleServiceTests(LifecycleServiceTests.BusyService service) : IClassFixture<LifecycleServiceTests.BusyService>
{
    private const int Documents = 12_000;

    [Fact]
    public async Task Batch_IsPausedResumedCancelledAndRetried_WhileWorkersAreAtIt()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv("text\n" + string.Concat(
            Enumerable.Range(0, Documents).Select(i => string.Create(CultureInfo.InvariantCulture, $"comment {i} is fine\n")))));
        Guid id = HeldService.IdOf(receipt);
        await service.UntilDoneAsync(id, chunks: 10);
        await service.MovedAsync(id, "pause");
        int held = await service.HeldAsync(id);
        await service.MovedAsync(id, "resume");
        await service.UntilDoneAsync(id, held + 10);
        await service.MovedAsync(id, "cancel");

        JsonNode cancelled = await service.WaitForEndAsync(id);
        int succeeded = (int)cancelled["counts"]!["succeeded"]!;
        Assert.Equal("cancelled", (string?)cancelled["status"]);
        Assert.InRange(succeeded, (held + 10) * 20, Documents - 1);
        Assert.Equal(Documents - succeeded, (int)cancelled["counts"]!["notProcessed"]!);
        string[] partial = await service.ResultsAsync(id);
        Assert.Equal((Documents, succeeded), (partial.Length, partial.Count(IsSucceeded)));

        await service.MovedAsync(id, "retry");
        JsonNode completed = await service.WaitForEndAsync(id);
        Assert.Equal(("completed", "succeeded", 2), ((string?)completed["status"], (string?)completed["outcome"], (int)completed["run"]!));
        string[] whole = await service.ResultsAsync(id);
        Assert.Equal((Documents, Documents), (whole.Length, whole.Count(IsSucceeded)));
        Assert.Equal(partial.Where(IsSucceeded), whole.Where((_, i) => IsSucceeded(partial[i])));
        Assert.Equal(Documents, completed["distributions"]!["sentiment"]!.AsObject().Sum(l => (int)l.Value!));
    }

    private static bool IsSucceeded(string line) => line.Contains("\"status\":\"succeeded\"", StringComparison.Ordinal);

    public sealed class BusyService() : ServiceHost(("Jobs:BatchWorkers", "1"), ("Uploads:MaxDocuments", "20000"))
    {
        public async Task MovedAsync(Guid id, string move)
        {
            using HttpResponseMessage response = await PostAsync($"/api/batches/{id}/{move}");
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        }

        public Task UntilDoneAsync(Guid id, int chunks) =>
            UntilAsync(async () => (int)(await JsonAsync($"/api/batches/{id}"))["chunks"]!["done"]! >= chunks);

        public async Task<string[]> ResultsAsync(Guid id) =>
            (await TextAsync($"/api/batches/{id}/results")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        /// <summary>Waits until no chunk is in hand, lets a pump try, and asserts that nothing moves.</summary>
        /// <returns>How many chunks have ended.</returns>
        public async Task<int> HeldAsync(Guid id)
        {
            var store = Services.GetRequiredService<IBatchStore>();
            await UntilAsync(async () => (await store.ListChunksAsync("default", id, 0, 1000, CancellationToken.None)).All(c => c.State != "running"));
            JsonNode before = await JsonAsync($"/api/batches/{id}");
            await Services.GetRequiredService<ChunkPump>().RunAsync(Job.Pump(Lane.Batch, id, 0), WorkPlace.Here(null), CancellationToken.None);
            JsonNode after = await JsonAsync($"/api/batches/{id}");
            Assert.Equal("paused", (string?)before["status"]);
            Assert.Equal(before.ToJsonString(), after.ToJsonString());
            return (int)after["chunks"]!["done"]!;
        }
    }
}
