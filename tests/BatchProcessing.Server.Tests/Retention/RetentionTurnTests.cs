using BatchProcessing.Batches;
using BatchProcessing.Retention;
using BatchProcessing.Server.Tests.Batches;
using BatchProcessing.Server.Tests.Storage;

namespace BatchProcessing.Server.Tests.Retention;

/// <summary>Two nodes on one store whose intervals of an hour are over at different times.</summary>
public sealed class RetentionTurnTests
{
    private const double SevenDays = 7 * 24 * 3600;

    [Fact]
    public async Task RunAsync_RunsNoRound_WhenAnotherNodeRanOneLately()
    {
        await using var service = new SubmissionFixture();
        RetentionTurn here = service.NewTurn();
        RetentionTurn there = service.NewTurn();
        Guid first = await EndedAsync(service);
        service.Clock.Advance(60);
        Guid second = await EndedAsync(service);
        service.Clock.Advance(SevenDays - 60);
        await there.RunAsync(CancellationToken.None);
        Assert.False(await IsThereAsync(service, first));
        service.Clock.Advance(60);

        await here.RunAsync(CancellationToken.None);

        Assert.True(await IsThereAsync(service, second));
        service.Clock.Advance(1800);
        await here.RunAsync(CancellationToken.None);
        Assert.False(await IsThereAsync(service, second));
    }

    [Fact]
    public async Task RunAsync_LeavesTheWorker_WhileARoundGoesOnHere()
    {
        await using var service = new SubmissionFixture();
        RetentionTurn turn = service.NewTurn();
        Task? goesOn = null;

        await service.HoldDatabaseAsync(() =>
        {
            goesOn = turn.RunAsync(CancellationToken.None);
            Assert.False(goesOn.IsCompleted);
            Assert.True(turn.RunAsync(CancellationToken.None).IsCompletedSuccessfully);
        });

        await goesOn!;
    }

    private static async Task<Guid> EndedAsync(SubmissionFixture service)
    {
        Batch batch = await service.Store.SealBatchAsync(service.Clock, chunks: 0);
        FinalizeLease? lease = await service.Store.ClaimFinalizationAsync(batch.Id, StoredBatches.Minute, CancellationToken.None);
        Assert.True(await service.Store.EndBatchAsync(lease!, BatchStatus.Completed, CancellationToken.None));
        return batch.Id;
    }

    private static async Task<bool> IsThereAsync(SubmissionFixture service, Guid batchId) =>
        await service.Store.GetAsync(batchId, CancellationToken.None) is not null;
}
