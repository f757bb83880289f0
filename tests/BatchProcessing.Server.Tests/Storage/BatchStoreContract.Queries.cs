using BatchProcessing.Batches;
using BatchProcessing.Chunks;

namespace BatchProcessing.Server.Tests.Storage;

public abstract partial class BatchStoreContract
{
    [Fact]
    public async Task Reading_ShowsNothing_ToAnotherTenant()
    {
        Batch batch = await Store.SealBatchAsync(Clock, tenant: "mine");

        Assert.NotNull(await Store.FindAsync("mine", batch.Id, CancellationToken.None));
        Assert.Null(await Store.FindAsync("other", batch.Id, CancellationToken.None));
        Assert.Empty(await ListAsync(tenant: "other"));
        Assert.Empty(await Store.ListChunksAsync("other", batch.Id, 0, 10, CancellationToken.None));
    }

    [Fact]
    public async Task ListAsync_GoesFromNewestToOldest_PageByPage()
    {
        List<Guid> sealedIds = [];
        for (int i = 0; i < 7; i++)
        {
            Clock.Advance(1);
            sealedIds.Add((await Store.SealBatchAsync(Clock)).Id);
        }

        List<Guid> listed = [];
        IReadOnlyList<Batch> page;
        do
        {
            page = await ListAsync(before: listed.Count == 0 ? null : listed[^1], limit: 3);
            listed.AddRange(page.Select(b => b.Id));
        }
        while (page.Count > 0);

        Assert.Equal(Enumerable.Reverse(sealedIds), listed);
    }

    [Theory]
    [InlineData("report", 2)]
    [InlineData("REPORT", 2)]
    [InlineData("100%", 1)]
    [InlineData("a_b", 1)]
    [InlineData("back\\slash", 1)]
    [InlineData("año", 1)]
    [InlineData("AÑO", 1)]
    [InlineData("none", 0)]
    public async Task ListAsync_FindsNames_ByAPartIgnoringCase(string part, int expected)
    {
        foreach (string name in new[] { "Report 1", "report 100%", "a_b", "axb", "back\\slash", "AÑO 2026" }) await Store.SealBatchAsync(Clock, name: name);
        await Store.SealBatchAsync(Clock, name: null);

        Assert.Equal(expected, (await ListAsync(name: part)).Count);
    }

    [Fact]
    public async Task ListAsync_FiltersByStatus()
    {
        Batch queued = await Store.SealBatchAsync(Clock);
        Batch running = await Store.SealBatchAsync(Clock);
        await Store.ClaimAsync(running.Id);

        Assert.Equal([queued.Id], (await ListAsync(BatchStatus.Queued)).Select(b => b.Id));
        Assert.Equal([running.Id], (await ListAsync(BatchStatus.Running)).Select(b => b.Id));
        Assert.Empty(await ListAsync(BatchStatus.Completed));
    }

    [Fact]
    public async Task ListActiveAsync_CountsChunks_ThatCouldBeClaimedNow()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 3);
        await Store.RetryChunkAsync(await Store.ClaimAsync(batch.Id), StoredBatches.Minute, "disk", CancellationToken.None);
        await Store.ClaimAsync(batch.Id);

        ActiveBatch active = Assert.Single(await Store.ListActiveAsync(CancellationToken.None));

        Assert.Equal((batch.Id, BatchStatus.Running, 1), (active.Id, active.Status, active.ClaimableChunks));
    }

    [Theory]
    [InlineData(0, 100, new long[] { 0, 10, 20 })]
    [InlineData(9, 100, new long[] { 0, 10, 20 })]
    [InlineData(10, 100, new long[] { 10, 20 })]
    [InlineData(0, 2, new long[] { 0, 10 })]
    [InlineData(30, 100, new long[] { })]
    public async Task ListChunksAsync_BeginsWithTheChunk_ThatHoldsTheOrdinal(long from, int limit, long[] expected)
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 3);

        IReadOnlyList<ChunkResult> chunks = await Store.ListChunksAsync(batch.TenantId, batch.Id, from, limit, CancellationToken.None);

        Assert.Equal(expected, chunks.Select(c => c.Chunk.FirstOrdinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Counters_EqualARecount_AfterAnyMixOfMoves(int seed)
    {
        var random = new Random(seed);
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 12);
        List<ChunkLease> leases = [];
        for (int i = 0; i < 150; i++)
        {
            if (await Store.TryClaimAsync(batch.Id) is { } lease) leases.Add(lease);
            if (leases.Count > 0) await MoveAsync(random, leases[random.Next(leases.Count)]);
            await CheckCountersAsync(batch);
        }
    }

    [Fact]
    public async Task Restart_KeepsEverything()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 3, name: "kept");
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id), failed: 2);
        ChunkLease open = await Store.ClaimAsync(batch.Id);
        Batch before = await Store.ReadAsync(batch.Id);
        Guid upload = await BeginAsync();

        await RestartAsync();

        Assert.Equivalent(before, await Store.ReadAsync(batch.Id), strict: true);
        Assert.Equal(["completed", "running", "queued"], (await Store.ChunksAsync(batch)).Select(c => c.State));
        Assert.Equal(ChunkCommit.Recorded, await Store.CompleteAsync(open));
        Assert.True(await RenewAsync(upload));
    }

    [Fact]
    public async Task CountOpenDocumentsAsync_CountsWhatHasNoOutcomeYet()
    {
        Assert.Equal(0, await Store.CountOpenDocumentsAsync(CancellationToken.None));
        Batch running = await Store.SealBatchAsync(Clock, chunks: 3);
        await Store.SealBatchAsync(Clock, chunks: 2);
        await Store.SealBatchAsync(Clock, chunks: 0);
        await Store.CompleteAsync(await Store.ClaimAsync(running.Id), failed: 4);

        Assert.Equal(40, await Store.CountOpenDocumentsAsync(CancellationToken.None));
    }

    private Task<ChunkCommit> MoveAsync(Random random, ChunkLease lease)
    {
        switch (random.Next(6))
        {
            case 0:
                Clock.Advance(random.Next(70));
                return Then(Store.RequeueExpiredChunksAsync(CancellationToken.None));
            case 1: return Then(Store.RetryChunkAsync(lease, TimeSpan.FromSeconds(1), "disk", CancellationToken.None));
            case 2: return Then(Store.ReleaseChunkAsync(lease, CancellationToken.None));
            case 3: return Store.FailChunkAsync(lease, "gave up", CancellationToken.None);
            default: return Store.CompleteAsync(lease, failed: random.Next(11));
        }

        static async Task<ChunkCommit> Then(Task move)
        {
            await move;
            return ChunkCommit.LeaseLost;
        }
    }

    [Fact]
    public async Task ListAsync_EndsEarly_WhenRowsAreLong()
    {
        List<Guid> sealedIds = [];
        for (int i = 0; i < 5; i++)
        {
            sealedIds.Insert(0, (await Store.SealBatchAsync(Clock, webhookUrl: $"https://example.org/{new string('x', 500)}")).Id);
            Clock.Advance(1);
        }

        var query = new BatchQuery("default", null, null, null, 4) { MaxCharacters = 1000 };
        BatchPart cut = await Store.ListAsync(query, CancellationToken.None);
        BatchPart whole = await Store.ListAsync(query with { MaxCharacters = 100_000 }, CancellationToken.None);

        Assert.Equal(sealedIds[..2], cut.Batches.Select(b => b.Id));
        Assert.True(cut.IsCut);
        Assert.Equal(sealedIds[..4], whole.Batches.Select(b => b.Id));
        Assert.False(whole.IsCut);
    }

    private async Task CheckCountersAsync(Batch batch)
    {
        BatchProgress progress = (await Store.ReadAsync(batch.Id)).Progress;
        IReadOnlyList<ChunkResult> chunks = await Store.ChunksAsync(batch);
        Assert.Equal(chunks.Sum(c => c.Succeeded), progress.Succeeded);
        Assert.Equal(chunks.Sum(c => c.Failed), progress.Failed);
        Assert.Equal(chunks.Where(c => c.State == "failed").Sum(c => c.Chunk.DocumentCount), progress.NotProcessed);
        Assert.Equal(chunks.Count(c => c.State is "completed" or "failed"), progress.ChunksDone);
        Assert.Equal(progress.Succeeded, progress.Tally.Group("sentiment").Values.Sum());
        Assert.Equal(progress.Failed, progress.Tally.Group(Tally.Errors).Values.Sum());
    }

    private async Task<IReadOnlyList<Batch>> ListAsync(
        BatchStatus? status = null, string? name = null, Guid? before = null, int limit = 100, string tenant = "default") =>
        (await Store.ListAsync(new BatchQuery(tenant, status, name, before, limit), CancellationToken.None)).Batches;
}
