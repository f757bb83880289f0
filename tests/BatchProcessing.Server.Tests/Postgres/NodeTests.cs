using System.Diagnostics;
using System.Text.Json.Nodes;
using BatchProcessing.Server.Tests.Crash;

namespace BatchProcessing.Server.Tests.Postgres;

/// <summary>Many nodes over one database lose nothing, whatever happens to one of them.</summary>
[RequiresPostgres]
public sealed class NodeTests : IAsyncLifetime
{
    private const string DropEngine = """
        DO $$ DECLARE name TEXT; BEGIN
            FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'qrtz%'
            LOOP EXECUTE 'DROP TABLE ' || quote_ident(name) || ' CASCADE'; END LOOP;
        END $$
        """;

    private const string OnQuartz = "--Jobs:Engine=Quartz";

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
    public async Task Batch_Completes_WhenTheEnginesRowsAreLostInItsMiddle()
    {
        ServiceProcess node = await _nodes.StartAsync([.. LongBatch.Slow, OnQuartz]);
        string batch = await LongBatch.UploadAsync(node);
        await LongBatch.WaitForProgressAsync(node, batch, chunks: 30);

        await _nodes.ExecuteAsync("TRUNCATE qrtz_job_details CASCADE; TRUNCATE qrtz_fired_triggers; TRUNCATE qrtz_scheduler_state");

        await LongBatch.CheckLedgerAsync(node, batch);
    }

    [Fact]
    public async Task Batch_Completes_WhenTheEnginesTablesAreLostInItsMiddle()
    {
        ServiceProcess first = await _nodes.StartAsync([.. LongBatch.Slow, OnQuartz]);
        await _nodes.StartAsync([.. LongBatch.Slow, OnQuartz]);
        string batch = await LongBatch.UploadAsync(first);
        await LongBatch.WaitForProgressAsync(first, batch, chunks: 30);

        await _nodes.ExecuteAsync(DropEngine);

        await LongBatch.CheckLedgerAsync(first, batch);
    }

    [Fact]
    public async Task Batch_Completes_WhenTheEnginesTablesAreLostBetweenTwoRuns()
    {
        ServiceProcess first = await _nodes.StartAsync([.. LongBatch.Slow, OnQuartz]);
        string batch = await LongBatch.UploadAsync(first);
        await LongBatch.WaitForProgressAsync(first, batch, chunks: 30);
        await first.KillAsync();
        await _nodes.ExecuteAsync(DropEngine);

        await LongBatch.CheckLedgerAsync(await _nodes.StartAsync(OnQuartz), batch);
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
