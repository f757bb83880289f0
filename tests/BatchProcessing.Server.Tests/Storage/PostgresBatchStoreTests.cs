using System.Data.Common;
using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Server.Storage;
using BatchProcessing.Server.Tests.Postgres;
using BatchProcessing.Torture.Stores;
using Dapper;

namespace BatchProcessing.Server.Tests.Storage;

/// <summary>The contract over a real PostgreSQL server, and what is PostgreSQL's own.</summary>
[RequiresPostgres]
public sealed class PostgresBatchStoreTests : BatchStoreContract
{
    private const string InsertSuccessor = """
        INSERT INTO batches (id, tenant_id, status, lane, models, document_count, input_bytes, chunk_total, after_batch_id,
                             created_at, updated_at)
        VALUES ('successor', 'default', 'awaiting', 'batch', '', 0, 0, 0, @batch, 0, 0)
        """;

    private const string CountBlocked =
        "SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))";

    private string? _connection;

    [Fact]
    public async Task PrepareAsync_MigratesOnce_WhenEightNodesStartAtATime()
    {
        string empty = await PostgresCluster.Shared.CreateSchemaAsync();
        PostgresDatabase[] nodes = [.. Enumerable.Range(0, 8).Select(_ => new PostgresDatabase(empty))];

        await Task.WhenAll(nodes.Select(n => n.PrepareAsync(CancellationToken.None)));

        Assert.Equal(1, await nodes[0].ReadAsync(
            c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM schema_version WHERE version = 1"), CancellationToken.None));
        foreach (PostgresDatabase node in nodes) await node.DisposeAsync();
    }

    [Fact]
    public async Task Workers_GoOn_WhileASuccessorOfTheirBatchIsSealed()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 2);
        await Database.WriteAsync(
            async t =>
            {
                await t.Connection!.ExecuteAsync(InsertSuccessor, new { batch = batch.Id.ToString() }, t);
                ChunkHandover handover = await Store.HandOverAsync(await Store.ClaimAsync(batch.Id));
                Assert.Equal(ChunkCommit.Recorded, handover.Commit);
                return await Store.RetryChunkAsync(handover.Next!, TimeSpan.Zero, "again", CancellationToken.None);
            },
            CancellationToken.None);

        Assert.Equal(10, (await Store.ReadAsync(batch.Id)).Progress.Succeeded);
    }

    protected override async Task UntilBlockingAsync(DbTransaction transaction)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await transaction.Connection!.ExecuteScalarAsync<long>(CountBlocked, transaction: transaction) == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(10), late.Token);
    }

    protected override async Task<ISqlDatabase> OpenAsync()
    {
        _connection ??= await PostgresCluster.Shared.CreateSchemaAsync();
        var database = new PostgresDatabase(_connection, Clock);
        await database.PrepareAsync(CancellationToken.None);
        return database;
    }

    protected override async Task CloseAsync(ISqlDatabase database) => await ((PostgresDatabase)database).DisposeAsync();
}
