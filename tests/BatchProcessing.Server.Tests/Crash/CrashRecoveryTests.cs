using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Server.Storage;
using BatchProcessing.Server.Storage.S3;
using BatchProcessing.Server.Tests.Storage;
using BatchProcessing.Suspects;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchProcessing.Server.Tests.Crash;

/// <summary>The recovery at start over a real database and the traces of an earlier process.</summary>
public sealed class CrashRecoveryTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HandClock _clock = new();
    private readonly SqliteDatabase _database;
    private readonly SqlBatchStore _store;

    public CrashRecoveryTests()
    {
        _database = new SqliteDatabase(_folder["batches.db"], _clock);
        _store = new SqlBatchStore(_database);
    }

    [Fact]
    public async Task RunAsync_PutsTheChunkBackWhole_WhenTheBlobStoreIsAway()
    {
        Batch batch = await _store.SealBatchAsync(_clock);
        ChunkLease lease = await _store.ClaimAsync(batch.Id);
        using Breadcrumbs dying = DieAt(lease, line: 4);
        using S3BlobStore away = NobodyListens();
        using var next = new Breadcrumbs(_folder["breadcrumbs"]);

        await new CrashRecovery(_store, new SuspectInput(away), next, NullLogger<CrashRecovery>.Instance).RunAsync(CancellationToken.None);

        ChunkLease again = await _store.ClaimAsync(batch.Id);
        Assert.Equal((lease.Chunk, 1), (again.Chunk, again.Attempt));
        Assert.Equal(new ChunkFaults(IsSuspect: false, Deaths: 0, Losses: 1, Timeouts: 0), again.Faults);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    private static S3BlobStore NobodyListens() => new(new S3Options
    {
        Bucket = "blobs",
        ServiceUrl = "http://127.0.0.1:1",
        PathStyle = true,
        AccessKey = "key",
        SecretKey = "secret",
    });

    /// <summary>The traces of a process that never said that it was done.</summary>
    private Breadcrumbs DieAt(ChunkLease lease, int line)
    {
        var crumbs = new Breadcrumbs(_folder["breadcrumbs"]);
        crumbs.Begin();
        crumbs.Follow(lease.BatchId, lease.Chunk.FirstOrdinal, lease.Fence).AtLine(line);
        return crumbs;
    }
}
