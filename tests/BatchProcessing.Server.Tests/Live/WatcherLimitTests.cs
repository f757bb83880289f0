using System.Net;
using System.Text.Json.Nodes;
using BatchProcessing.Live;
using BatchProcessing.Server.Api.Events;
using Microsoft.Extensions.Options;
using static BatchProcessing.Server.Tests.HeldService;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Live;

public sealed class WatcherLimitTests(WatcherLimitTests.CrowdedService service) : IClassFixture<WatcherLimitTests.CrowdedService>
{
    [Fact]
    public async Task Events_AreRefused_WhenTheNodeHasNoPlaceForAnotherWatcher()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(FiftyRows));
        string path = $"{Self(receipt)}/events";
        await using (EventStream first = await EventStream.OpenAsync(service, path))
        await using (EventStream second = await EventStream.OpenAsync(service, path))
        {
            using HttpResponseMessage refused = await service.GetAsync(path);
            JsonNode problem = await ProblemAsync(refused, 429, "rate-limited");
            Assert.Contains("3 on this node, 2 of one tenant", (string?)problem["detail"], StringComparison.Ordinal);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        // The service notices that a reader has gone when it writes to it next.
        await UntilAsync(async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            using HttpResponseMessage answer = await service.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return answer.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public void TryEnter_LeavesAPlaceToOthers_WhenATenantTakesAllItCan()
    {
        var limit = new WatcherLimit(Options.Create(new LiveOptions { MaxWatchers = 4, MaxWatchersPerTenant = 2 }));
        IDisposable first = limit.TryEnter("greedy")!;
        Assert.NotNull(limit.TryEnter("greedy"));

        Assert.Null(limit.TryEnter("greedy"));

        Assert.NotNull(limit.TryEnter("other"));
        first.Dispose();
        first.Dispose();
        Assert.NotNull(limit.TryEnter("greedy"));
        Assert.Null(limit.TryEnter("greedy"));
        Assert.NotNull(limit.TryEnter("third"));
        Assert.Null(limit.TryEnter("fourth"));
    }

    public sealed class CrowdedService() : HeldService(("Live:PollInterval", "00:00:00.050"), ("Live:MaxWatchers", "3"), ("Live:Heartbeat", "00:00:01"));
}
