using BatchProcessing.Batches;
using BatchProcessing.Server.Storage;
using BatchProcessing.Tenants;

namespace BatchProcessing.Server.Tests.Storage;

// Batches of StoredBatches have ten documents a chunk.
public abstract partial class BatchStoreContract
{
    private static readonly DocumentQuota Wide = new(1_000_000, 1_000_000);

    private SqlDocumentQuotaStore Quotas => new(Database);

    [Fact]
    public async Task SealAsync_CountsTheDocuments_OfTheDayAndThoseThatWait()
    {
        Batch batch = await SealAsync(Wide, chunks: 3);
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id));

        DocumentUsage usage = await Quotas.ReadUsageAsync("default", CancellationToken.None);

        Assert.Equal(new DocumentUsage(20, 30, TimeSpan.FromDays(1)), usage);
        Assert.Equal(new DocumentUsage(0, 0, TimeSpan.FromDays(1)), await Quotas.ReadUsageAsync("other", CancellationToken.None));
    }

    [Fact]
    public async Task SealAsync_Throws_AndKeepsNothing_WhenTheDayIsFull()
    {
        var quota = new DocumentQuota(1_000_000, 25);
        await SealAsync(quota, chunks: 2);
        Clock.Advance(3600);

        var thrown = await Assert.ThrowsAsync<QuotaExceededException>(() => SealAsync(quota));

        Assert.Equal((QuotaExceededException.Daily, TimeSpan.FromHours(23)), (thrown.Type, thrown.RetryAfter));
        Assert.Contains("25", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(20, (await Quotas.ReadUsageAsync("default", CancellationToken.None)).Today);
        Assert.Single((await Store.ListAsync(new BatchQuery("default", null, null, null, 10), CancellationToken.None)).Batches);
        await SealAsync(quota, tenant: "other");
        Clock.Advance(23 * 3600);
        await SealAsync(quota, chunks: 2);
    }

    [Fact]
    public async Task SealAsync_Throws_WhileTooManyDocumentsWait()
    {
        var quota = new DocumentQuota(20, 1_000_000);
        Batch first = await SealAsync(quota);
        Batch second = await SealAsync(quota);
        await Store.PauseAsync(second.Id, CancellationToken.None);

        var thrown = await Assert.ThrowsAsync<QuotaExceededException>(() => SealAsync(quota));
        Assert.Equal(QuotaExceededException.Queued, thrown.Type);

        await Store.CompleteAsync(await Store.ClaimAsync(first.Id));
        await SealAsync(quota);
    }

    [Fact]
    public async Task SealAsync_AcceptsWhatTheQuotaAllows_OfTwentyAtATime()
    {
        var quota = new DocumentQuota(1_000_000, 65);

        bool[] accepted = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            try
            {
                await SealAsync(quota);
                return true;
            }
            catch (QuotaExceededException)
            {
                return false;
            }
        })));

        Assert.Equal(6, accepted.Count(a => a));
        Assert.Equal(60, (await Quotas.ReadUsageAsync("default", CancellationToken.None)).Today);
    }

    [Theory]
    [InlineData(100, 20, 60)] // that cannot be too many: those with an outcome count as well
    [InlineData(100, 80, 70)]
    [InlineData(35, 1, 5)]
    public async Task AllowAsync_CountsExactly_WhereItMatters(long quota, long documents, long left)
    {
        Batch batch = await SealAsync(Wide, chunks: 4);
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id));

        DocumentAllowance allowance = await Quotas.AllowAsync(batch.TenantId, new DocumentQuota(quota, 1_000), documents, CancellationToken.None);

        Assert.Equal(left, allowance.Documents);
        Assert.Equal(40, allowance.Usage.Today);
    }

    [Fact]
    public async Task CountAsync_CountsWhatNeverWaits_ForTheDayAlone()
    {
        var quota = new DocumentQuota(5, 50);
        await Quotas.CountAsync("default", 40, quota, CancellationToken.None);

        await Assert.ThrowsAsync<QuotaExceededException>(() => Quotas.CountAsync("default", 11, quota, CancellationToken.None));

        Assert.Equal((0L, 40L), ((await Quotas.ReadUsageAsync("default", CancellationToken.None)).Queued, (await Quotas.ReadUsageAsync("default", CancellationToken.None)).Today));
        await Quotas.CountAsync("default", 10, quota, CancellationToken.None);
    }

    private async Task<Batch> SealAsync(DocumentQuota quota, int chunks = 1, string tenant = "default")
    {
        Guid id = Guid.CreateVersion7(Clock.GetUtcNow());
        await Store.BeginUploadAsync(id, tenant, StoredBatches.Minute, CancellationToken.None);
        Batch batch = StoredBatches.NewBatch(id, Clock, chunks, tenant);
        var upload = new SealedUpload(batch, StoredBatches.ChunksOf(id, chunks)) { Quota = quota };
        Assert.True(await Store.SealAsync(upload, CancellationToken.None));
        return batch;
    }
}
