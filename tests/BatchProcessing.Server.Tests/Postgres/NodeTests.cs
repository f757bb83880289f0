using System.Diagnostics;
using System.Text.Json.Nodes;
using BatchProcessing.Server.Tests.Crash;

namespace BatchProcessing.Server.Tests.Postgres;

/// <summary>Many nodes over one database lose nothing, whatever happens to one of them.</summary>
[RequiresPostgres]
public sealed class NodeTests : IAsyncLifetime
{
    private NodeSet _nodes = null!;

    public async Task InitializeAsync() => _nodes = await NodeSet.CreateAsync();

    public Task DisposeAsync()
    {
        _nodes.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Batch_IsWorkedOnByAllNodes_WithoutASweep()
    {
        string[] settings = [.. LongBatch.Slow, "--Jobs:SweepInterval=00:10:00"];
        ServiceProcess first = await _nodes.StartAsync(settings);
        await _nodes.StartAsync(settings);
        string batch = await LongBatch.UploadAsync(first);

        var limit = Stopwatch.StartNew();
        while (await _nodes.ReadAsync<long>("SELECT COUNT(DISTINCT lease_owner) FROM chunks WHERE state = 'running'") < 2)
        {
            Assert.True(limit.Elapsed < LongBatch.EndLimit, first.Output);
            // One node may be through with a batch before the other has asked the engine: then the next one shows it.
            if ((await first.GetAsync($"/api/batches/{batch}"))["endedAt"] is not null) batch = await LongBatch.UploadAsync(first);
        }

        await LongBatch.CheckLedgerAsync(first, batch);
    }

    [Fact]
    public async Task Batch_CompletesWithExactLedger_WhenOneOfTwoNodesIsKilled()
    {
        ServiceProcess first = await _nodes.StartAsync(LongBatch.Slow);
        ServiceProcess second = await _nodes.StartAsync(LongBatch.Slow);
        string batch = await LongBatch.UploadAsync(first);
        await LongBatch.WaitForProgressAsync(second, batch, chunks: 50);

        await first.KillAsync();

        await LongBatch.CheckLedgerAsync(second, batch);
    }

    [Fact]
    public async Task Batch_CompletesWithExactLedger_WhenANodeIsFrozenPastItsLeases()
    {
        ServiceProcess first = await _nodes.StartAsync(LongBatch.Slow);
        string batch = await LongBatch.UploadAsync(first);
        await LongBatch.WaitForProgressAsync(first, batch, chunks: 30);
        first.Freeze();

        ServiceProcess second = await _nodes.StartAsync(LongBatch.Slow);
        await LongBatch.CheckLedgerAsync(second, batch);
        JsonNode ended = await second.GetAsync($"/api/batches/{batch}");
        first.Thaw();

        await LongBatch.CheckLedgerAsync(first, await LongBatch.UploadAsync(first));
        Assert.Equal(ended.ToJsonString(), (await first.GetAsync($"/api/batches/{batch}")).ToJsonString());
        await LongBatch.CheckLedgerAsync(first, batch);
    }

    [Fact]
    public async Task Batch_CompletesWithExactLedger_WhenOneOfTwoNodesStops()
    {
        ServiceProcess first = await _nodes.StartAsync(LongBatch.Slow);
        ServiceProcess second = await _nodes.StartAsync(LongBatch.Slow);
        string batch = await LongBatch.UploadAsync(first);
        await LongBatch.WaitForProgressAsync(second, batch, chunks: 30);

        await first.StopAsync(TimeSpan.FromSeconds(25));

        Assert.Equal(0, first.ExitCode);
        await LongBatch.CheckLedgerAsync(second, batch);
    }

    [Theory]
    [InlineData("TRUNCATE {0}.job CASCADE; TRUNCATE {0}.jobqueue; TRUNCATE {0}.hash; TRUNCATE {0}.set; TRUNCATE {0}.server")]
    [InlineData("DROP SCHEMA {0} CASCADE")]
    public async Task Batch_Completes_WhenHangfiresTablesAreLostInItsMiddle(string loss)
    {
        ServiceProcess node = await _nodes.StartAsync(LongBatch.Slow);
        string batch = await LongBatch.UploadAsync(node);
        await LongBatch.WaitForProgressAsync(node, batch, chunks: 30);
        string schema = await _nodes.ReadAsync<string>("SELECT current_schema() || '_hangfire'");

        await _nodes.ExecuteAsync(loss.Replace("{0}", schema, StringComparison.Ordinal));

        await LongBatch.CheckLedgerAsync(node, batch);
    }

    [Fact]
    public async Task Batch_Completes_WhenTheEnginesTablesAreLostBetweenTwoRuns()
    {
        ServiceProcess first = await _nodes.StartAsync(LongBatch.Slow);
        string batch = await LongBatch.UploadAsync(first);
        await LongBatch.WaitForProgressAsync(first, batch, chunks: 30);
        await first.KillAsync();
        await _nodes.ExecuteAsync($"DROP SCHEMA {await _nodes.ReadAsync<string>("SELECT current_schema() || '_hangfire'")} CASCADE");

        await LongBatch.CheckLedgerAsync(await _nodes.StartAsync(), batch);
    }

    [Fact]
    public async Task ShippedModels_AreAddedOnce_WhenThreeNodesStartAtATime()
    {
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => _nodes.StartAsync())));

        Assert.Equal(1, await _nodes.ReadAsync<int>("SELECT MAX(version) FROM models"));
        Assert.Equal(
            await _nodes.ReadAsync<long>("SELECT COUNT(DISTINCT name) FROM models"),
            await _nodes.ReadAsync<long>("SELECT COUNT(*) FROM models WHERE is_active = 1"));
    }
}
