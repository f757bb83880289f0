using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Live;

namespace BatchProcessing.Server.Tests.Storage;

public abstract partial class BatchStoreContract
{
    private IWatchStore Watch => (IWatchStore)Store;

    [Fact]
    public async Task ListVersionsAsync_GivesTheVersions_OfThoseThatExist()
    {
        Batch untouched = await Store.SealBatchAsync(Clock);
        Batch claimed = await Store.SealBatchAsync(Clock);
        await Store.ClaimAsync(claimed.Id);
        IEnumerable<Guid> unknown = Enumerable.Range(0, 1200).Select(_ => Guid.NewGuid());

        IReadOnlyDictionary<Guid, long> versions =
            await Watch.ListVersionsAsync([untouched.Id, .. unknown, claimed.Id], CancellationToken.None);

        Assert.Equal(2, versions.Count);
        Assert.Equal(untouched.Version, versions[untouched.Id]);
        Assert.Equal((await Store.GetAsync(claimed.Id, CancellationToken.None))!.Version, versions[claimed.Id]);
        Assert.NotEqual(claimed.Version, versions[claimed.Id]);
    }

    [Fact]
    public async Task ListRecentAsync_ListsWhatIsOpenOrJustEnded_OfOneTenant()
    {
        Batch open = await Store.SealBatchAsync(Clock);
        await Store.SealBatchAsync(Clock, tenant: "other");
        Clock.Advance(1);
        Guid endedLongAgo = await SealEndedAsync();
        Clock.Advance(61);
        Guid justEnded = await SealEndedAsync();
        Clock.Advance(59);

        IReadOnlyList<BatchVersion> recent = await Watch.ListRecentAsync("default", TimeSpan.FromMinutes(1), 10, CancellationToken.None);

        Assert.Equal([justEnded, open.Id], recent.Select(b => b.Id));
        Assert.Equal((await Store.ReadAsync(justEnded)).Version, recent[0].Version);
        Assert.DoesNotContain(endedLongAgo, recent.Select(b => b.Id));
        Assert.Equal(
            [justEnded],
            (await Watch.ListRecentAsync("default", TimeSpan.FromMinutes(1), 1, CancellationToken.None)).Select(b => b.Id));
    }

    [Fact]
    public async Task ListWithoutMetadataAsync_GivesAllElse_OfThoseThatExist()
    {
        Batch batch = await Store.SealBatchAsync(Clock, name: "n", webhookUrl: "https://example.org/");
        await Store.SealBatchAsync(Clock);
        IEnumerable<Guid> unknown = Enumerable.Range(0, 1200).Select(_ => Guid.NewGuid());

        Batch listed = Assert.Single(await Watch.ListWithoutMetadataAsync([.. unknown, batch.Id], CancellationToken.None));

        Assert.NotNull(batch.Metadata);
        Assert.Equal((batch.Id, batch.Version, "n", batch.WebhookUrl, null), (listed.Id, listed.Version, listed.Name, listed.WebhookUrl, listed.Metadata));
    }
}
