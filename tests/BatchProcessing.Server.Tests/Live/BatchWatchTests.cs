using BatchProcessing.Batches;
using BatchProcessing.Live;
using BatchProcessing.Outages;
using BatchProcessing.Server.Tests.Batches;
using BatchProcessing.Server.Tests.Security;
using BatchProcessing.Server.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Tests.Live;

public sealed class BatchWatchTests
{
    [Fact]
    public async Task FollowAsync_TellsOfAnEnd_WhenTheStoreWasAwayForMinutes()
    {
        await using var service = new SubmissionFixture();
        Batch batch = await service.Store.SealBatchAsync(service.Clock, chunks: 0);
        var store = new AwayStore(service.Store);
        var clock = new TickingClock();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var watch = new BatchWatch(
            service.Store, store, Options.Create(new LiveOptions { PollInterval = TimeSpan.FromMilliseconds(50) }), clock,
            NullLogger<BatchWatch>.Instance);
        await watch.StartAsync(late.Token);
        await using IAsyncEnumerator<Batch> states = watch.FollowAsync("default", late.Token).GetAsyncEnumerator(late.Token);
        Assert.True(await states.MoveNextAsync());
        ValueTask<bool> next = states.MoveNextAsync();

        store.IsAway = true;
        FinalizeLease? lease = await service.Store.ClaimFinalizationAsync(batch.Id, StoredBatches.Minute, CancellationToken.None);
        Assert.True(await service.Store.EndBatchAsync(lease!, BatchStatus.Completed, CancellationToken.None));
        await store.Refused.WaitAsync(late.Token);
        service.Clock.Advance(300);
        clock.Advance(TimeSpan.FromSeconds(300));
        store.IsAway = false;

        Assert.True(await next);
        // A look that had begun before may have seen the batch on its way.
        while (!states.Current.Status.IsTerminal()) Assert.True(await states.MoveNextAsync());
        Assert.Equal((batch.Id, BatchStatus.Completed), (states.Current.Id, states.Current.Status));
        await watch.StopAsync(late.Token);
    }

    [Fact]
    public async Task FollowAsync_ReadsBatchesOnce_WhenManyWatchATenant()
    {
        await using var service = new SubmissionFixture();
        Batch changing = await service.Store.SealBatchAsync(service.Clock, chunks: 0);
        for (int i = 0; i < 3; i++) await service.Store.SealBatchAsync(service.Clock);
        var store = new AwayStore(service.Store);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var watch = new BatchWatch(
            service.Store, store, Options.Create(new LiveOptions { PollInterval = TimeSpan.FromMilliseconds(50) }), TimeProvider.System,
            NullLogger<BatchWatch>.Instance);
        await using IAsyncEnumerator<Batch> one = watch.FollowAsync("default", late.Token).GetAsyncEnumerator(late.Token);
        await using IAsyncEnumerator<Batch> other = watch.FollowAsync("default", late.Token).GetAsyncEnumerator(late.Token);
        for (int i = 0; i < 4; i++)
        {
            Assert.True(await one.MoveNextAsync() && await other.MoveNextAsync());
            Assert.Same(one.Current, other.Current);
            Assert.Null(one.Current.Metadata);
        }

        Assert.Equal(4, store.Read);
        FinalizeLease? lease = await service.Store.ClaimFinalizationAsync(changing.Id, StoredBatches.Minute, CancellationToken.None);
        Assert.True(await service.Store.EndBatchAsync(lease!, BatchStatus.Completed, CancellationToken.None));
        await watch.StartAsync(late.Token);

        Assert.True(await one.MoveNextAsync() && await other.MoveNextAsync());
        Assert.Equal((changing.Id, BatchStatus.Completed), (one.Current.Id, one.Current.Status));
        Assert.Equal(5, store.Read);
        await watch.StopAsync(late.Token);
    }

    /// <summary>A store that cannot be reached for as long as a test wants.</summary>
    private sealed class AwayStore(IWatchStore store) : IWatchStore
    {
        private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public volatile bool IsAway;

        /// <summary>Ends when somebody has asked in vain.</summary>
        public Task Refused => _refused.Task;

        public Task<IReadOnlyDictionary<Guid, long>> ListVersionsAsync(
            IReadOnlyCollection<Guid> batchIds, CancellationToken cancellationToken) => store.ListVersionsAsync(batchIds, cancellationToken);

        /// <summary>Batches read so far.</summary>
        public int Read { get; private set; }

        public Task<IReadOnlyList<Batch>> ListWithoutMetadataAsync(IReadOnlyCollection<Guid> batchIds, CancellationToken cancellationToken)
        {
            Read += batchIds.Count;
            return store.ListWithoutMetadataAsync(batchIds, cancellationToken);
        }

        public Task<IReadOnlyList<BatchVersion>> ListRecentAsync(string tenantId, TimeSpan endedWithin, int limit, CancellationToken cancellationToken)
        {
            if (!IsAway) return store.ListRecentAsync(tenantId, endedWithin, limit, cancellationToken);
            _refused.TrySetResult();
            throw new OutageException(OutageKind.DatabaseAway, "The connection broke.");
        }
    }
}
