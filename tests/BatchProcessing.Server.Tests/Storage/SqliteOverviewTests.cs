using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Overview;
using BatchProcessing.Server.Storage;
using Dapper;

namespace BatchProcessing.Server.Tests.Storage;

/// <summary>What the dashboard asks, where a test drives the database's clock.</summary>
public sealed class SqliteOverviewTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HandClock _clock = new();
    private readonly SqliteDatabase _database;
    private readonly SqlBatchStore _store;
    private readonly SqlOverview _overview;

    public SqliteOverviewTests()
    {
        _database = new SqliteDatabase(_folder["batches.db"], _clock);
        _store = new SqlBatchStore(_database);
        _overview = new SqlOverview(_database);
    }

    [Fact]
    public async Task ListAsync_FindsByTheTimeABatchWasCreated()
    {
        Batch early = await _store.SealBatchAsync(_clock);
        _clock.Advance(7200);
        DateTimeOffset between = _clock.GetUtcNow();
        _clock.Advance(7200);
        Batch late = await _store.SealBatchAsync(_clock);

        Assert.Equal([late.Id], await ListedAsync(new BatchFilter { Limit = 9, From = between }));
        Assert.Equal([early.Id], await ListedAsync(new BatchFilter { Limit = 9, To = between }));
        Assert.Equal([early.Id], await ListedAsync(new BatchFilter { Limit = 9, From = between.AddHours(-3), To = between }));
    }

    [Fact]
    public async Task MeasureAsync_CountsDocumentsByTheTimeTheirChunksEnded()
    {
        Batch batch = await _store.SealBatchAsync(_clock, chunks: 3);
        for (int i = 0; i < 3; i++)
        {
            ChunkLease lease = await _store.ClaimAsync(batch.Id);
            _clock.Advance(10);
            await _store.CompleteAsync(lease);
        }

        Throughput throughput = await _overview.MeasureAsync(await _store.ReadAsync(batch.Id), 10, CancellationToken.None);

        Assert.Equal([0, 0, 0, 10, 0, 0, 10, 0, 0, 10], throughput.Documents);
    }

    [Fact]
    public async Task MeasureAsync_TellsHowLongABatchWaits_AndForgetsRatesAndFailures()
    {
        await _store.SealBatchAsync(_clock);
        Batch done = await _store.SealBatchAsync(_clock);
        ChunkLease lease = await _store.ClaimAsync(done.Id);
        _clock.Advance(20);
        await _store.CompleteAsync(lease, failed: 4);
        FinalizeLease end = (await _store.ClaimFinalizationAsync(done.Id, StoredBatches.Minute, CancellationToken.None))!;
        await _store.EndBatchAsync(end, BatchStatus.Completed, CancellationToken.None);

        ServicePulse now = await _overview.MeasureAsync(CancellationToken.None);
        _clock.Advance(4_000);
        ServicePulse later = await _overview.MeasureAsync(CancellationToken.None);

        Assert.Equal(new ServicePulse(1, 0.5, TimeSpan.FromSeconds(20), 4), now);
        Assert.Equal(new ServicePulse(1, 0, TimeSpan.FromSeconds(4_020), 0), later);
    }

    [Theory]
    [InlineData(BatchStatus.Failed, "batches_by_rare_status")]
    [InlineData(BatchStatus.Paused, "batches_by_rare_status")]
    [InlineData(BatchStatus.Running, "batches_active")]
    [InlineData(BatchStatus.Awaiting, "batches_awaiting")]
    public async Task ListAsync_ReadsAnIndex_OfAStateThatFewBatchesHave(BatchStatus status, string index) =>
        Assert.Contains(index, await PlanAsync($"SELECT id FROM batches WHERE {SqlOverview.SeekOf(new BatchFilter { Status = status })} ORDER BY id DESC LIMIT 9"), StringComparison.Ordinal);

    [Fact]
    public async Task ListPutBackAsync_ReadsAnIndex_OfThoseChunksAlone() => Assert.Contains(
        "chunks_put_back", await PlanAsync($"SELECT 1 FROM chunks c WHERE {SqlOverview.IsPutBack} ORDER BY c.batch_id DESC, c.first_ordinal DESC LIMIT 9"), StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<IEnumerable<Guid>> ListedAsync(BatchFilter filter) =>
        (await _overview.ListAsync(filter, CancellationToken.None)).Batches.Select(b => b.Id);

    private async Task<string> PlanAsync(string query)
    {
        IEnumerable<dynamic> plan = await _database.ReadAsync(c => c.QueryAsync($"EXPLAIN QUERY PLAN {query}"), CancellationToken.None);
        return string.Join('\n', plan.Select(p => (string)p.detail));
    }
}
