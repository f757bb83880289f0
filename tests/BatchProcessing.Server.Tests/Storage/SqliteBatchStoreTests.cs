using BatchProcessing.Batches;
using BatchProcessing.Server.Storage;
using Dapper;

namespace BatchProcessing.Server.Tests.Storage;

/// <summary>The contract over a real SQLite file, and what is SQLite's own.</summary>
public sealed class SqliteBatchStoreTests : BatchStoreContract, IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task File_IsSound_AfterEightWritersAndReaders()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 40);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (await Store.TryClaimAsync(batch.Id) is { } lease)
            {
                await Store.ReadAsync(batch.Id);
                await Store.CompleteAsync(lease);
            }
        })));
        await RestartAsync();

        Assert.Equal("ok", await ReadAsync<string>("PRAGMA integrity_check"));
        Assert.Equal(400, (await Store.ReadAsync(batch.Id)).Progress.Succeeded);
    }

    [Fact]
    public async Task Commits_AreDurable_InAWriteAheadLog()
    {
        Assert.Equal("wal", await ReadAsync<string>("PRAGMA journal_mode"));
        Assert.Equal(2, await Database.WriteAsync(
            t => t.Connection!.ExecuteScalarAsync<long>("PRAGMA synchronous", transaction: t), CancellationToken.None));
    }

    [Fact]
    public async Task WriteAsync_RollsBack_WhenWorkThrows()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.WriteAsync<int>(
            async t =>
            {
                await t.Connection!.ExecuteAsync("INSERT INTO uploads VALUES ('x', 'default', 0)", transaction: t);
                throw new InvalidOperationException();
            },
            CancellationToken.None));

        Assert.Equal(0, await ReadAsync<long>("SELECT COUNT(*) FROM uploads"));
    }

    [Fact]
    public async Task PrepareAsync_FreesWhatADeadProcessHeld()
    {
        Batch running = await Store.SealBatchAsync(Clock);
        await Store.ClaimAsync(running.Id);
        Batch finalizing = await Store.SealBatchAsync(Clock, chunks: 0);
        await Store.ClaimFinalizationAsync(finalizing.Id, StoredBatches.Minute, CancellationToken.None);
        Guid upload = Guid.CreateVersion7();
        await Store.BeginUploadAsync(upload, "default", StoredBatches.Minute, CancellationToken.None);

        await Database.PrepareAsync(CancellationToken.None);

        Assert.Equal(1, await Store.RequeueExpiredChunksAsync(CancellationToken.None));
        Assert.NotNull(await Store.ClaimFinalizationAsync(finalizing.Id, StoredBatches.Minute, CancellationToken.None));
        Assert.Equal([upload], await Store.TakeExpiredUploadsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task ListUntidiedAsync_ReadsAnIndex_OfTheUntidiedAlone()
    {
        IEnumerable<dynamic> plan = await Database.ReadAsync(
            c => c.QueryAsync($"EXPLAIN QUERY PLAN {SqlBatchStore.Untidied}", new { before = 0, limit = 1 }), CancellationToken.None);

        Assert.Contains("batches_untidied", (string)Assert.Single(plan).detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_Throws_WhenTheDatabaseIsNewerThanTheProgram()
    {
        await Database.WriteAsync(
            t => t.Connection!.ExecuteAsync("INSERT INTO schema_version VALUES (999)", transaction: t), CancellationToken.None);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(OpenAsync);

        Assert.Contains("999", thrown.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    protected override Task<ISqlDatabase> OpenAsync() => Task.FromResult<ISqlDatabase>(new SqliteDatabase(_folder["batches.db"], Clock));

    protected override async Task CloseAsync(ISqlDatabase database) => await ((SqliteDatabase)database).DisposeAsync();

    private Task<T?> ReadAsync<T>(string sql) => Database.ReadAsync(c => c.ExecuteScalarAsync<T>(sql), CancellationToken.None);
}
