using System.Diagnostics;
using System.Net;
using BatchProcessing.Server.Tests.Crash;

namespace BatchProcessing.Server.Tests.Postgres;

/// <summary>The service outlives its database's crashes. On a server of its own, which it may end.</summary>
[RequiresPostgres]
public sealed class DatabaseCrashTests : IAsyncLifetime
{
    private NodeSet _nodes = null!;

    public async Task InitializeAsync() => _nodes = await NodeSet.CreateAloneAsync();

    public Task DisposeAsync()
    {
        _nodes.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Batch_CompletesWithExactLedger_WhenTheDatabaseCrashesThreeTimes()
    {
        ServiceProcess first = await _nodes.StartAsync(LongBatch.Slow);
        ServiceProcess second = await _nodes.StartAsync(LongBatch.Slow);
        string batch = await LongBatch.UploadAsync(first);
        foreach (int chunks in new[] { 30, 120, 250 })
        {
            await LongBatch.WaitForProgressAsync(second, batch, chunks);
            _nodes.Cluster.Crash();
        }

        await LongBatch.CheckLedgerAsync(first, batch);
    }

    [Fact]
    public async Task Readiness_FollowsTheDatabase_AndLivenessDoesNot()
    {
        ServiceProcess node = await _nodes.StartAsync();
        _nodes.Cluster.Stop();

        await WaitForAsync(node, HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(node, "/health/live"));
        _nodes.Cluster.Start();

        await WaitForAsync(node, HttpStatusCode.OK);
        await LongBatch.CheckLedgerAsync(node, await LongBatch.UploadAsync(node));
    }

    private static async Task WaitForAsync(ServiceProcess node, HttpStatusCode readiness)
    {
        var limit = Stopwatch.StartNew();
        while (await StatusAsync(node, "/health/ready") != readiness)
        {
            Assert.True(limit.Elapsed < LongBatch.EndLimit, node.Output);
            await Task.Delay(100);
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(ServiceProcess node, string path)
    {
        using HttpResponseMessage response = await node.Client.GetAsync(new Uri(path, UriKind.Relative));
        return response.StatusCode;
    }
}
