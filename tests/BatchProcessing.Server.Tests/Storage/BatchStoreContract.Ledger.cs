using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Documents;

namespace BatchProcessing.Server.Tests.Storage;

public abstract partial class BatchStoreContract
{
    [Fact]
    public async Task SealAsync_KeepsTheSources_InTheirOrder()
    {
        SourceFile[] sources = [new("z.csv", Hash('1'), 700, 12), new("a.txt", Hash('2'), 0, 0), new(null, Hash('1'), 3_000_000_000, 8)];
        Batch batch = await SealFromAsync(sources);

        Assert.Equal(sources, await SourcesAsync("default", batch.Id));
        Assert.Empty(await SourcesAsync("other", batch.Id));
    }

    [Fact]
    public async Task ClaimFinalizationAsync_SumsTheSources()
    {
        Batch batch = await SealFromAsync([new("a.csv", Hash('1'), 1, 4), new("b.csv", Hash('2'), 1, 5)]);
        await DrainAsync(batch.Id);

        Assert.Equal(new BatchLedger(9, 20, 0), (await FinalizeAsync(batch.Id))!.Ledger);
    }

    [Fact]
    public async Task ClaimFinalizationAsync_FindsBlobs_ThatHaveNotOneLineADocument()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 3);
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id));
        ChunkLease lease = await Store.ClaimAsync(batch.Id);
        await Store.CompleteChunkAsync(lease, StoredBatches.Outcome(lease) with { ResultLines = 9 }, CancellationToken.None);
        await Store.FailChunkAsync(await Store.ClaimAsync(batch.Id), "gave up", CancellationToken.None);

        BatchLedger ledger = (await FinalizeAsync(batch.Id))!.Ledger;

        Assert.Equal(new BatchLedger(null, 30, 1), ledger);
        Assert.Throws<LedgerException>(() => ledger.Check(batch));
    }

    [Fact]
    public async Task CompleteChunkAsync_KeepsTheHash_OfTheAttemptThatCounted()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 2);
        ChunkLease stale = await Store.ClaimAsync(batch.Id);
        await ExpireAsync();
        ChunkLease fresh = await Store.ClaimAsync(batch.Id);
        await CompleteAsync(fresh, Hash('b'));
        await CompleteAsync(stale, Hash('a'));
        await Store.FailChunkAsync(await Store.ClaimAsync(batch.Id), "gave up", CancellationToken.None);

        Assert.Equal([Hash('b'), null], (await Store.ChunksAsync(batch)).Select(c => c.ResultHash));
    }

    [Fact]
    public async Task CompleteChunkAsync_KeepsTheHash_OfTheCurrentRun()
    {
        Batch batch = await Store.SealBatchAsync(Clock);
        ChunkLease lease = await Store.ClaimAsync(batch.Id);
        await Store.CompleteChunkAsync(lease, StoredBatches.Outcome(lease, failed: 3) with { ResultHash = Hash('a') }, CancellationToken.None);
        await Store.EndBatchAsync((await FinalizeAsync(batch.Id))!, BatchStatus.Completed, CancellationToken.None);
        await Store.RetryAsync(batch.Id, CancellationToken.None);
        List<string?> between = [.. (await Store.ChunksAsync(batch)).Select(c => c.ResultHash)];
        await CompleteAsync(await Store.ClaimAsync(batch.Id), Hash('b'));

        Assert.Equal([null], between);
        Assert.Equal([Hash('b')], (await Store.ChunksAsync(batch)).Select(c => c.ResultHash));
    }

    private async Task<Batch> SealFromAsync(SourceFile[] sources)
    {
        Guid id = await BeginAsync();
        Batch batch = StoredBatches.NewBatch(id, Clock, chunks: 2);
        var upload = new SealedUpload(batch, StoredBatches.ChunksOf(id, 2)) { Sources = sources };
        Assert.True(await Store.SealAsync(upload, CancellationToken.None));
        return batch;
    }

    private Task<IReadOnlyList<SourceFile>> SourcesAsync(string tenant, Guid id) =>
        Store.ListSourcesAsync(tenant, id, CancellationToken.None);

    private Task<ChunkCommit> CompleteAsync(ChunkLease lease, string hash) =>
        Store.CompleteChunkAsync(lease, StoredBatches.Outcome(lease) with { ResultHash = hash }, CancellationToken.None);

    private static string Hash(char digit) => new(digit, 64);
}
