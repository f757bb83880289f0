using BatchProcessing.Server.Storage;
using BatchProcessing.Server.Tests.Postgres;
using BatchProcessing.Torture.Stores;
using Dapper;

namespace BatchProcessing.Server.Tests.Storage;

/// <summary>The contract over a real PostgreSQL server, and what is PostgreSQL's own.</summary>
[RequiresPostgres]
public sealed class PostgresBatchStoreTests : BatchStoreContract
{
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

    protected override async Task<ISqlDatabase> OpenAsync()
    {
        _connection ??= await PostgresCluster.Shared.CreateSchemaAsync();
        var database = new PostgresDatabase(_connection, Clock);
        await database.PrepareAsync(CancellationToken.None);
        return database;
    }

    protected override async Task CloseAsync(ISqlDatabase database) => await ((PostgresDatabase)database).DisposeAsync();
}
