using BatchProcessing.Outages;
using BatchProcessing.Server.Storage;
using BatchProcessing.Server.Tests.Postgres;
using BatchProcessing.Torture.Stores;
using Dapper;

namespace BatchProcessing.Server.Tests.Storage;

/// <summary>What PostgreSQL does beside the contract of the stores.</summary>
[RequiresPostgres]
public sealed class PostgresDatabaseTests : IAsyncLifetime
{
    private PostgresDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await OpenAsync();
        await WriteAsync("CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER); INSERT INTO counters VALUES ('a', 0), ('b', 0)");
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task NowAsync_IsTheServersTime()
    {
        long server = await ReadAsync<long>("SELECT FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT");

        long now = await _database.ReadAsync(c => _database.NowAsync(c, CancellationToken.None).AsTask(), CancellationToken.None);

        Assert.InRange(now, server, server + 60_000);
    }

    [Fact]
    public async Task Sessions_AreEndedByTheServer_WhenTheirProcessFreezesInATransaction()
    {
        Assert.Equal("10s", await ReadAsync<string>("SHOW idle_in_transaction_session_timeout"));
    }

    [Fact]
    public async Task WriteAsync_RunsTheWorkAgain_WhenTwoWaitForEachOther()
    {
        using var bothHoldOne = new Barrier(2);

        int[] runs = await Task.WhenAll(
            Task.Run(() => AddToBothAsync("a", "b", bothHoldOne.SignalAndWait)),
            Task.Run(() => AddToBothAsync("b", "a", bothHoldOne.SignalAndWait)));

        Assert.Equal([1, 2], runs.Order());

        Assert.Equal(4, await ReadAsync<long>("SELECT SUM(value) FROM counters"));
    }

    [Fact]
    public async Task ReadAsync_GoesOn_WhenTheServerEndedItsSessions()
    {
        await ReadAsync<long>("SELECT 1");
        await using (PostgresDatabase other = await OpenAsync())
        {
            int own = await ReadAsync<int>("SELECT pg_backend_pid()");
            await other.ReadAsync(c => c.ExecuteScalarAsync<bool>("SELECT pg_terminate_backend(@own)", new { own }), CancellationToken.None);
        }

        Assert.Equal(1, await ReadAsync<long>("SELECT 1"));
    }

    [Fact]
    public async Task WriteAsync_LeavesNothing_WhenWorkThrows()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _database.WriteAsync<int>(
            async t =>
            {
                await t.Connection!.ExecuteAsync("UPDATE counters SET value = 9", transaction: t);
                throw new InvalidOperationException();
            },
            CancellationToken.None));

        Assert.Equal(0, await ReadAsync<long>("SELECT SUM(value) FROM counters"));
    }

    [Fact]
    public async Task ReadAsync_IsAnOutage_WhenThereIsNoServer()
    {
        await using var nowhere = new PostgresDatabase("Host=127.0.0.1;Port=1;Username=nobody");

        var outage = await Assert.ThrowsAsync<OutageException>(
            () => nowhere.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT 1"), CancellationToken.None));

        Assert.Equal(OutageKind.DatabaseAway, outage.Kind);
    }

    [Fact]
    public async Task Sessions_AreKept_WhenThePoolIsExhausted()
    {
        await using var narrow = new PostgresDatabase(
            await PostgresCluster.Shared.CreateSchemaAsync() + ";Maximum Pool Size=1;Timeout=1");
        int held = await narrow.ReadAsync(
            async c =>
            {
                var outage = await Assert.ThrowsAsync<OutageException>(() => SessionOf(narrow));
                Assert.Equal(OutageKind.DatabaseAway, outage.Kind);
                return await c.ExecuteScalarAsync<int>("SELECT pg_backend_pid()");
            },
            CancellationToken.None);

        Assert.Equal(held, await SessionOf(narrow));
    }

    [Fact]
    public async Task LockAsync_LetsOneIn_AtATime()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _database.WriteAsync(
            async t =>
            {
                await _database.LockAsync(t, "counter", CancellationToken.None);
                int value = await t.Connection!.ExecuteScalarAsync<int>("SELECT value FROM counters WHERE name = 'a'", transaction: t);
                return await t.Connection!.ExecuteAsync("UPDATE counters SET value = @next WHERE name = 'a'", new { next = value + 1 }, t);
            },
            CancellationToken.None))));

        Assert.Equal(8, await ReadAsync<int>("SELECT value FROM counters WHERE name = 'a'"));
    }

    /// <summary>Takes one row, waits the first time, takes the other.</summary>
    /// <returns>How often the work ran.</returns>
    private Task<int> AddToBothAsync(string first, string second, Action holdsOne)
    {
        int runs = 0;
        return _database.WriteAsync(
            async t =>
            {
                await t.Connection!.ExecuteAsync("UPDATE counters SET value = value + 1 WHERE name = @first", new { first }, t);
                if (++runs == 1) holdsOne();
                await t.Connection!.ExecuteAsync("UPDATE counters SET value = value + 1 WHERE name = @second", new { second }, t);
                return runs;
            },
            CancellationToken.None);
    }

    private static async Task<PostgresDatabase> OpenAsync()
    {
        var database = new PostgresDatabase(await PostgresCluster.Shared.CreateSchemaAsync());
        await database.PrepareAsync(CancellationToken.None);
        return database;
    }

    private static Task<int> SessionOf(PostgresDatabase database) =>
        database.ReadAsync(c => c.ExecuteScalarAsync<int>("SELECT pg_backend_pid()"), CancellationToken.None);

    private Task<int> WriteAsync(string sql) =>
        _database.WriteAsync(t => t.Connection!.ExecuteAsync(sql, transaction: t), CancellationToken.None);

    private Task<T?> ReadAsync<T>(string sql) => _database.ReadAsync(c => c.ExecuteScalarAsync<T>(sql), CancellationToken.None);
}
