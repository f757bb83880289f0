using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using BatchProcessing.Blobs;
using BatchProcessing.Outages;
using BatchProcessing.Server.Storage;
using BatchProcessing.Server.Tests.Crash;
using BatchProcessing.Server.Tests.Storage;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BatchProcessing.Server.Tests.Outages;

/// <summary>A disk without room stops work and breaks nothing.</summary>
[RequiresMount]
public sealed class FullDiskTests : IDisposable
{
    private readonly SmallDisk _disk = new(megabytes: 200);

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task CreateAsync_IsAnOutageThatLeavesNothing_WhenTheDiskIsFull()
    {
        var blobs = new FileSystemBlobStore(Path.Combine(_disk.Path, "blobs"));
        await blobs.CreateAsync("batch/out/0", new byte[1], CancellationToken.None);
        _disk.Fill();

        var outage = await Assert.ThrowsAsync<OutageException>(
            () => blobs.CreateAsync("batch/out/1", new byte[1 << 20], CancellationToken.None));

        Assert.Equal(OutageKind.StorageFull, outage.Kind);
        Assert.Equal(["batch/out/0"], await blobs.ListAsync("", CancellationToken.None).Select(b => b.Name).ToListAsync());
        _disk.Free();
        await blobs.CreateAsync("batch/out/1", new byte[1 << 20], CancellationToken.None);
    }

    [Fact]
    public async Task WriteAsync_IsAnOutageThatChangesNothing_WhenTheDiskIsFull()
    {
        await using var database = new SqliteDatabase(Path.Combine(_disk.Path, "batches.db"), new HandClock());
        Task<int> InsertAsync(int rows) => database.WriteAsync(
            t => t.Connection!.ExecuteAsync(
                "INSERT INTO uploads VALUES (@id, 'default', 0)",
                Enumerable.Range(0, rows).Select(_ => new { id = Guid.NewGuid().ToString() }), t),
            CancellationToken.None);
        _disk.Fill();

        var outage = await Assert.ThrowsAsync<OutageException>(() => InsertAsync(1_000));
        Assert.Equal(OutageKind.StorageFull, outage.Kind);
        Assert.Equal(0, await CountAsync(database));
        _disk.Free();

        await InsertAsync(1_000);
        Assert.Equal(1_000, await CountAsync(database));
        Assert.Equal("ok", await database.ReadAsync(c => c.ExecuteScalarAsync<string>("PRAGMA integrity_check"), CancellationToken.None));
    }

    [Fact]
    public async Task Batch_CompletesUncharged_WhenTheDiskWasFullInItsMiddle()
    {
        string batch;
        using (ServiceProcess service = await ServiceProcess.StartAsync(_disk.Path, [.. LongBatch.Slow, "--Chunks:OutageDelay=00:00:00.500"]))
        {
            batch = await LongBatch.UploadAsync(service);
            await LongBatch.WaitForProgressAsync(service, batch, chunks: 30);
            _disk.Fill();
            await WaitForAsync(service, () => service.Output.Contains(nameof(OutageKind.StorageFull), StringComparison.Ordinal));

            using HttpResponseMessage refused = await service.Client.PostAsync(
                new Uri("/api/documents/bulk-upload", UriKind.Relative), ServiceHost.Csv("text\n" + string.Concat(Enumerable.Repeat("row\n", 100_000))));
            await ServiceHost.ProblemAsync(refused, 503, "storage-full");
            Assert.NotNull(refused.Headers.RetryAfter);
            using HttpResponseMessage live = await service.Client.GetAsync(new Uri("/health/live", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, live.StatusCode);
            _disk.Free();

            await LongBatch.CheckLedgerAsync(service, batch);
            await service.StopAsync(TimeSpan.FromSeconds(30));
        }

        using var database = new SqliteConnection($"Data Source={Path.Combine(_disk.Path, "batches.db")};Mode=ReadOnly;Pooling=False");
        Assert.Equal([1L], await database.QueryAsync<long>("SELECT DISTINCT attempt FROM chunks"));
        Assert.Equal("ok", await database.ExecuteScalarAsync<string>("PRAGMA integrity_check"));
    }

    private static Task<long> CountAsync(SqliteDatabase database) =>
        database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM uploads"), CancellationToken.None);

    private static async Task WaitForAsync(ServiceProcess service, Func<bool> condition)
    {
        var limit = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(limit.Elapsed < LongBatch.EndLimit, service.Output);
            await Task.Delay(20);
        }
    }
}
