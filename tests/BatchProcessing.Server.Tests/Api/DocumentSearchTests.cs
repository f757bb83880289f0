using System.Net;
using System.Text.Json.Nodes;
using BatchProcessing.Server.Api.Results;
using Microsoft.Extensions.DependencyInjection;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

/// <summary>Documents of a batch of many chunks, looked up by ids that may not be there.</summary>
public sealed class DocumentSearchTests(ServiceHost service) : IClassFixture<ServiceHost>
{
    private const int Rows = 400; // of 20 a chunk

    [Fact]
    public async Task GetDocument_WaitsForItsTurn_WhenTheTenantSearchesAlready()
    {
        JsonNode batch = await service.EndedAsync(Csv("id,text\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"own{i}x,row\n"))));
        string documents = $"/api/batches/{batch["id"]}/documents";
        ScanLine scans = service.Services.GetRequiredService<ScanLine>();
        IDisposable place = await scans.EnterAsync("default", CancellationToken.None);

        Task<HttpResponseMessage> unknown = service.GetAsync($"{documents}/nosuch");
        Task<HttpResponseMessage> last = service.GetAsync($"{documents}/own{Rows - 1}x");
        await UntilAsync(() => Task.FromResult(scans.Waiting == 2));
        using HttpResponseMessage first = await service.GetAsync($"{documents}/own0x");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.False(unknown.IsCompleted || last.IsCompleted);
        place.Dispose();
        await ProblemAsync(await unknown, 404, "not-found");
        Assert.Equal($"own{Rows - 1}x", (string?)JsonNode.Parse(await (await last).Content.ReadAsStringAsync())!["id"]);
    }
}
