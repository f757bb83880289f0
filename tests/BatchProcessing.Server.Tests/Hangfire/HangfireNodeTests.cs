using BatchProcessing.Server.Tests.Crash;
using BatchProcessing.Server.Tests.Postgres;

namespace BatchProcessing.Server.Tests.Hangfire;

/// <summary>Many nodes whose queues are Hangfire's tables lose nothing, whatever happens to one of them or to the tables.</summary>
[RequiresPostgres]
public sealed class HangfireNodeTests : IAsyncLifetime
{
    private static readonly string[] Settings = [.. LongBatch.Slow, "--Jobs:Engine=Hangfire"];

    private NodeSet _nodes = null!;

    public async Task InitializeAsync() => _nodes = await NodeSet.CreateAsync();

    public Task DisposeAsync()
    {
        _nodes.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Batch_CompletesWithExactLedger_WhenOneOfTwoNodesIsKilled()
    {
        ServiceProcess first = await _nodes.StartAsync(Settings);
        ServiceProcess second = await _nodes.StartAsync(Settings);
        string batch = await LongBatch.UploadAsync(first);
        await LongBatch.WaitForProgressAsync(second, batch, chunks: 50);

        await first.KillAsync();

        await LongBatch.CheckLedgerAsync(second, batch);
    }

    [Fact]
    public async Task Batch_CompletesWithExactLedger_WhenOneOfTwoNodesStops()
    {
        ServiceProcess first = await _nodes.StartAsync(Settings);
        ServiceProcess second = await _nodes.StartAsync(Settings);
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
        ServiceProcess node = await _nodes.StartAsync(Settings);
        string batch = await LongBatch.UploadAsync(node);
        await LongBatch.WaitForProgressAsync(node, batch, chunks: 30);
        string schema = await _nodes.ReadAsync<string>("SELECT current_schema() || '_hangfire'");

        await _nodes.ExecuteAsync(loss.Replace("{0}", schema, StringComparison.Ordinal));

        await LongBatch.CheckLedgerAsync(node, batch);
    }
}
