using BatchProcessing.Server.Tests.Crash;
using BatchProcessing.Server.Tests.Postgres;
using BatchProcessing.Torture.Stores;

namespace BatchProcessing.Server.Tests.Redis;

/// <summary>Nodes whose queues are on Redis lose nothing, whatever becomes of the server.</summary>
[RequiresPostgres]
[RequiresRedis]
public sealed class RedisNodeTests : IAsyncLifetime, IDisposable
{
    private readonly RedisServer _redis = new();
    private NodeSet _nodes = null!;

    private string[] Settings => [.. LongBatch.Slow, "--Jobs:Storage=Redis", $"--Jobs:RedisConnection={_redis.Connection}"];

    public async Task InitializeAsync() => _nodes = await NodeSet.CreateAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _nodes.Dispose();
        _redis.Dispose();
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
    public async Task Batch_Completes_WhenRedisIsFlushedInItsMiddle()
    {
        ServiceProcess node = await _nodes.StartAsync(Settings);
        string batch = await LongBatch.UploadAsync(node);
        await LongBatch.WaitForProgressAsync(node, batch, chunks: 30);

        _redis.Flush();

        await LongBatch.CheckLedgerAsync(node, batch);
    }

    [Fact]
    public async Task Batch_Completes_WhenRedisIsAwayForAWhile()
    {
        ServiceProcess node = await _nodes.StartAsync(Settings);
        string batch = await LongBatch.UploadAsync(node);
        await LongBatch.WaitForProgressAsync(node, batch, chunks: 30);

        _redis.Stop();
        string second = await LongBatch.UploadAsync(node);
        _redis.Start();

        await LongBatch.CheckLedgerAsync(node, batch);
        await LongBatch.CheckLedgerAsync(node, second);
    }
}
