using System.Net;
using System.Text.Json.Nodes;
using static BatchProcessing.Server.Tests.HeldService;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Live;

public sealed class StatusWaitTests(WatchedService service) : IClassFixture<WatchedService>
{
    [Fact]
    public async Task Get_WaitsForTheEnd_WhenNoVersionIsKnown()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(FiftyRows));
        Task<JsonNode> waiting = service.JsonAsync($"{Self(receipt)}?wait=30s");

        await service.MovedAsync(receipt, "cancel");
        await service.FinalizedAsync(receipt);

        Assert.Equal("cancelled", (string?)(await waiting)["status"]);
    }

    [Fact]
    public async Task Get_WaitsForTheNextVersion_WhenOneIsKnown()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(FiftyRows));
        using HttpResponseMessage now = await service.GetAsync(Self(receipt));
        string tag = now.Headers.ETag!.ToString();
        Task<HttpResponseMessage> waiting = service.GetAsync($"{Self(receipt)}?wait=30", ("If-None-Match", tag));

        await service.MovedAsync(receipt, "pause");

        using HttpResponseMessage answer = await waiting;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEqual(tag, answer.Headers.ETag!.ToString());
        Assert.Equal("paused", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["status"]);
    }

    [Fact]
    public async Task Get_AnswersNotModified_WhenNothingHappensInTheTime()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(FiftyRows));
        using HttpResponseMessage now = await service.GetAsync(Self(receipt));

        using HttpResponseMessage answer = await service.GetAsync(
            $"{Self(receipt)}?wait=1s", ("If-None-Match", now.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
    }

    [Theory]
    [InlineData("61")]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("s")]
    [InlineData("99999999999")]
    public async Task Get_IsRefused_WhenTheWaitIsNoTimeOrTooLong(string wait)
    {
        using HttpResponseMessage response = await service.GetAsync($"/api/batches/{Guid.NewGuid()}?wait={wait}");
        JsonNode problem = await ProblemAsync(response, 400, "validation");
        Assert.Contains($"'{wait}'", (string?)problem["detail"], StringComparison.Ordinal);
    }
}
