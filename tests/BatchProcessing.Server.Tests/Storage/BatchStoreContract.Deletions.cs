using BatchProcessing.Batches;

namespace BatchProcessing.Server.Tests.Storage;

public abstract partial class BatchStoreContract
{
    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task DeleteAsync_RemovesTheRows_OfEndedBatchesOnly(BatchStatus status)
    {
        Batch batch = await SealInAsync(status, chunks: 2);
        Batch other = await Store.SealBatchAsync(Clock, chunks: 1);

        Assert.Equal(status.IsTerminal(), await Store.DeleteAsync(batch.Id, endedFor: null, CancellationToken.None));

        Assert.Equal(status.IsTerminal() ? 0 : 2, (await Store.ChunksAsync(batch)).Count);
        Assert.Equal(status.IsTerminal(), await Store.GetAsync(batch.Id, CancellationToken.None) is null);
        Assert.Single(await Store.ChunksAsync(other));
    }

    [Fact]
    public async Task DeleteAsync_RemembersTheFolder_UntilItIsForgotten()
    {
        Batch batch = await SealDoneAsync();
        await EndAsync(batch.Id, BatchStatus.Completed);

        Assert.True(await Store.DeleteAsync(batch.Id, endedFor: null, CancellationToken.None));
        Assert.False(await Store.DeleteAsync(batch.Id, endedFor: null, CancellationToken.None));

        string folder = Assert.Single(await Store.ListDiscardedAsync(CancellationToken.None));
        Assert.Equal(batch.Id.ToString("N"), folder);
        await Store.ForgetDiscardedAsync(folder, CancellationToken.None);
        Assert.Empty(await Store.ListDiscardedAsync(CancellationToken.None));
    }
}
