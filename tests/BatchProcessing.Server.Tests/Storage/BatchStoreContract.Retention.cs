using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Retention;

namespace BatchProcessing.Server.Tests.Storage;

public abstract partial class BatchStoreContract
{
    private IRetentionStore Retention => (IRetentionStore)Store;

    [Fact]
    public async Task TryBeginRoundAsync_LetsOneIn_InATime()
    {
        bool[] began = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(TryBeginRoundAsync)));
        Assert.Single(began, b => b);
        Clock.Advance(59);
        Assert.False(await TryBeginRoundAsync());
        Clock.Advance(1);

        Assert.True(await TryBeginRoundAsync());
        Assert.False(await TryBeginRoundAsync());
    }

    [Fact]
    public async Task TryBeginRoundAsync_LetsOneIn_WhenTheClockWasSetBack()
    {
        Assert.True(await TryBeginRoundAsync());
        Clock.Advance(-3600);

        Assert.True(await TryBeginRoundAsync());
        Assert.False(await TryBeginRoundAsync());
    }

    [Fact]
    public async Task ListEndedAsync_NamesBatches_AfterTheirTimeOldestFirst()
    {
        await Store.SealBatchAsync(Clock);
        Guid first = await SealEndedAsync();
        Clock.Advance(10);
        Guid second = await SealEndedAsync();
        Clock.Advance(50);
        Assert.Equal([first], await Retention.ListEndedAsync(StoredBatches.Minute, 10, CancellationToken.None));
        Clock.Advance(10);

        Assert.Equal([first, second], await Retention.ListEndedAsync(StoredBatches.Minute, 10, CancellationToken.None));
        Assert.Equal([first], await Retention.ListEndedAsync(StoredBatches.Minute, 1, CancellationToken.None));
    }

    [Fact]
    public async Task DeleteAsync_LeavesABatch_ThatHasNotEndedLongEnough()
    {
        Guid batch = await SealEndedAsync();
        Clock.Advance(59);
        Assert.False(await Store.DeleteAsync(batch, StoredBatches.Minute, CancellationToken.None));
        Clock.Advance(1);

        Assert.True(await Store.DeleteAsync(batch, StoredBatches.Minute, CancellationToken.None));
    }

    [Fact]
    public async Task FindResultBlobsAsync_NamesWhatTheChunksName_OfThatEndedRunOnly()
    {
        Batch batch = await SealMixedAsync();
        string?[] first = [.. (await Store.ChunksAsync(batch)).Select(c => c.ResultBlob).Where(b => b is not null)];

        Assert.Equal(first.Order(), await NamedAsync(batch.Id, run: 1));
        Assert.Null(await NamedAsync(batch.Id, run: 2));
        await Store.RetryAsync(batch.Id, CancellationToken.None);
        Assert.Null(await NamedAsync(batch.Id, run: 1));
        Assert.Null(await NamedAsync(batch.Id, run: 2));
        await Store.CancelAsync(batch.Id, CancellationToken.None);
        await EndAsync(batch.Id, BatchStatus.Cancelled);

        Assert.Equal(first.Order(), await NamedAsync(batch.Id, run: 2));
    }

    [Fact]
    public async Task FindResultBlobsAsync_IsEmpty_WhenAnEndedBatchHasNoResult()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 0);
        await EndAsync(batch.Id, BatchStatus.Completed);

        Assert.Empty((await NamedAsync(batch.Id, run: 1))!);
    }

    [Fact]
    public async Task ListUntidiedAsync_NamesARun_UntilItIsMarked()
    {
        Batch batch = await SealMixedAsync();
        long version = (await Store.ReadAsync(batch.Id)).Version;
        Assert.Empty(await Retention.ListUntidiedAsync(StoredBatches.Minute, 10, CancellationToken.None));
        Clock.Advance(60);

        EndedRun run = Assert.Single(await Retention.ListUntidiedAsync(StoredBatches.Minute, 10, CancellationToken.None));
        await Retention.MarkTidiedAsync(run, CancellationToken.None);

        Assert.Equal(new EndedRun(batch.Id, 1, Clock.Now), run);
        Assert.Equal(Clock.Now, (await Retention.FindOwnedAsync([batch.Id], CancellationToken.None))[batch.Id]);
        Assert.Empty(await Retention.ListUntidiedAsync(StoredBatches.Minute, 10, CancellationToken.None));
        Assert.Equal(version, (await Store.ReadAsync(batch.Id)).Version);
        await Store.RetryAsync(batch.Id, CancellationToken.None);
        await Store.CancelAsync(batch.Id, CancellationToken.None);
        await EndAsync(batch.Id, BatchStatus.Cancelled);
        Assert.Equal([new EndedRun(batch.Id, 2, Clock.Now)], await Retention.ListUntidiedAsync(TimeSpan.Zero, 10, CancellationToken.None));
        Assert.Null((await Retention.FindOwnedAsync([batch.Id], CancellationToken.None))[batch.Id]);
    }

    [Fact]
    public async Task MarkUntidyAsync_NamesTheRunAgain()
    {
        Guid batch = await SealEndedAsync();
        await Retention.MarkTidiedAsync(new EndedRun(batch, 1, Clock.Now), CancellationToken.None);
        Assert.Empty(await Retention.ListUntidiedAsync(TimeSpan.Zero, 10, CancellationToken.None));

        await Retention.MarkUntidyAsync([batch], CancellationToken.None);

        Assert.Single(await Retention.ListUntidiedAsync(TimeSpan.Zero, 10, CancellationToken.None));
    }

    [Fact]
    public async Task GetIdentityAsync_StaysTheSame()
    {
        Guid first = await Retention.GetIdentityAsync(CancellationToken.None);
        await RestartAsync();

        Assert.Equal(first, await Retention.GetIdentityAsync(CancellationToken.None));
    }

    [Fact]
    public async Task FindOwnedAsync_KnowsBatchesUploadsAndDiscardedFolders()
    {
        Guid batch = (await Store.SealBatchAsync(Clock)).Id;
        Guid upload = await BeginAsync();
        Guid deleted = await SealEndedAsync();
        await Store.DeleteAsync(deleted, endedFor: null, CancellationToken.None);
        Guid unknown = Guid.CreateVersion7();

        var owned = await Retention.FindOwnedAsync([batch, upload, deleted, unknown], CancellationToken.None);

        Assert.Equal(new[] { batch, upload, deleted }.Order(), owned.Keys.Order());
        Assert.All(owned.Values, v => Assert.Null(v));
    }

    private Task<bool> TryBeginRoundAsync() => Retention.TryBeginRoundAsync(StoredBatches.Minute, CancellationToken.None);

    private async Task<Guid> SealEndedAsync()
    {
        Batch batch = await SealDoneAsync();
        await EndAsync(batch.Id, BatchStatus.Completed);
        return batch.Id;
    }

    private async Task<IEnumerable<string>?> NamedAsync(Guid batchId, int run) =>
        (await Retention.FindResultBlobsAsync(new EndedRun(batchId, run, Clock.Now), CancellationToken.None))?.Order();
}
