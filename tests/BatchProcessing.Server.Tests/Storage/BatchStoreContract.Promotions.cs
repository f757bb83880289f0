using System.Data.Common;
using BatchProcessing.Batches;

namespace BatchProcessing.Server.Tests.Storage;

public abstract partial class BatchStoreContract
{
    [Theory]
    [InlineData(BatchStatus.Completed, PredecessorOutcome.Completed, BatchStatus.Queued)]
    [InlineData(BatchStatus.Completed, PredecessorOutcome.Any, BatchStatus.Queued)]
    [InlineData(BatchStatus.Failed, PredecessorOutcome.Any, BatchStatus.Queued)]
    [InlineData(BatchStatus.Cancelled, PredecessorOutcome.Any, BatchStatus.Queued)]
    [InlineData(BatchStatus.Failed, PredecessorOutcome.Completed, BatchStatus.Cancelling)]
    [InlineData(BatchStatus.Cancelled, PredecessorOutcome.Completed, BatchStatus.Cancelling)]
    public async Task PromoteAsync_MovesASuccessorOn_WhenItsPredecessorHasEnded(
        BatchStatus end, PredecessorOutcome outcome, BatchStatus expected)
    {
        Batch first = await SealDoneAsync();
        Batch second = await SealWaitingAsync(new StartCondition(first.Id, outcome, null));
        Assert.Empty(await Store.PromoteAsync(CancellationToken.None));
        Assert.Null(await Store.TryClaimAsync(second.Id));
        await EndAsync(first.Id, end);

        Batch promoted = Assert.Single(await Store.PromoteAsync(CancellationToken.None));

        Assert.Equal((second.Id, expected), (promoted.Id, promoted.Status));
        Assert.Equal(expected == BatchStatus.Cancelling ? StopReason.Predecessor : null, promoted.StopReason);
        Assert.Equal(second.StartCondition, promoted.StartCondition);
        Assert.Empty(await Store.PromoteAsync(CancellationToken.None));
        Assert.Equal(expected == BatchStatus.Queued, await Store.TryClaimAsync(second.Id) is not null);
    }

    [Fact]
    public async Task PromoteAsync_MovesABatchOn_WhenItsTimeHasCome()
    {
        Batch batch = await SealWaitingAsync(new StartCondition(null, PredecessorOutcome.Completed, Clock.Now.AddSeconds(30)));
        Clock.Advance(29);
        Assert.Empty(await Store.PromoteAsync(CancellationToken.None));
        Clock.Advance(1);

        Assert.Equal(batch.Id, Assert.Single(await Store.PromoteAsync(CancellationToken.None)).Id);
    }

    [Fact]
    public async Task PromoteAsync_WaitsForBoth_WhenABatchHasAPredecessorAndATime()
    {
        Batch first = await SealDoneAsync();
        await SealWaitingAsync(new StartCondition(first.Id, PredecessorOutcome.Completed, Clock.Now.AddSeconds(30)));
        await EndAsync(first.Id, BatchStatus.Completed);
        Assert.Empty(await Store.PromoteAsync(CancellationToken.None));
        Clock.Advance(30);

        Assert.Single(await Store.PromoteAsync(CancellationToken.None));
    }

    [Fact]
    public async Task PromoteAsync_GoesToTheEnd_WhenTheBatchHasNoChunk()
    {
        await SealWaitingAsync(new StartCondition(null, PredecessorOutcome.Completed, Clock.Now), chunks: 0);

        Assert.Equal(BatchStatus.Finalizing, Assert.Single(await Store.PromoteAsync(CancellationToken.None)).Status);
    }

    [Theory]
    [InlineData(BatchStatus.Completed, BatchStatus.Queued)]
    [InlineData(BatchStatus.Cancelled, BatchStatus.Cancelling)]
    public async Task PromoteSuccessorsAsync_MovesThoseOfOneBatchOn_AndNoOthers(BatchStatus end, BatchStatus expected)
    {
        Batch first = await SealDoneAsync();
        Batch other = await SealDoneAsync();
        Batch successor = await SealWaitingAsync(new StartCondition(first.Id, PredecessorOutcome.Completed, Clock.Now));
        Batch later = await SealWaitingAsync(new StartCondition(first.Id, PredecessorOutcome.Any, Clock.Now.AddSeconds(30)));
        Batch ofOther = await SealWaitingAsync(new StartCondition(other.Id, PredecessorOutcome.Any, null));
        Batch timed = await SealWaitingAsync(new StartCondition(null, PredecessorOutcome.Completed, Clock.Now));
        Assert.Empty(await Store.PromoteSuccessorsAsync(first.Id, CancellationToken.None));
        await EndAsync(other.Id, BatchStatus.Completed);
        await EndAsync(first.Id, end);

        Batch promoted = Assert.Single(await Store.PromoteSuccessorsAsync(first.Id, CancellationToken.None));

        Assert.Equal((successor.Id, expected), (promoted.Id, promoted.Status));
        Assert.Empty(await Store.PromoteSuccessorsAsync(first.Id, CancellationToken.None));
        foreach (Batch left in (Batch[])[later, ofOther, timed]) Assert.Equal(BatchStatus.Awaiting, (await Store.ReadAsync(left.Id)).Status);
    }

    [Fact]
    public async Task CancelAsync_EndsAnAwaitingBatch()
    {
        Batch batch = await SealWaitingAsync(new StartCondition(null, PredecessorOutcome.Completed, Clock.Now));
        await Store.CancelAsync(batch.Id, CancellationToken.None);

        Assert.Empty(await Store.PromoteAsync(CancellationToken.None));
        Assert.Equal(batch.DocumentCount, (await FinalizeAsync(batch.Id))!.Batch.Progress.NotProcessed);
    }

    [Fact]
    public async Task RetryAsync_WaitsAgain_WhileThePredecessorGoesOnOrTheTimeHasNotCome()
    {
        Batch first = await SealDoneAsync();
        Batch successor = await SealWaitingAsync(new StartCondition(first.Id, PredecessorOutcome.Completed, Clock.Now.AddSeconds(30)));
        await CancelToTheEndAsync(successor.Id);

        Assert.Equal(BatchStatus.Awaiting, (await Store.RetryAsync(successor.Id, CancellationToken.None))!.Status);

        await EndAsync(first.Id, BatchStatus.Completed);
        Assert.Empty(await Store.PromoteAsync(CancellationToken.None));
        Clock.Advance(30);
        Assert.Equal(BatchStatus.Queued, Assert.Single(await Store.PromoteAsync(CancellationToken.None)).Status);
        await CancelToTheEndAsync(successor.Id);
        Assert.Equal(BatchStatus.Queued, (await Store.RetryAsync(successor.Id, CancellationToken.None))!.Status);
    }

    [Fact]
    public async Task RetryAsync_Runs_WhenThePredecessorHasEndedOtherwise()
    {
        Batch first = await SealDoneAsync();
        Batch successor = await SealWaitingAsync(new StartCondition(first.Id, PredecessorOutcome.Completed, null));
        await CancelToTheEndAsync(successor.Id);
        await EndAsync(first.Id, BatchStatus.Cancelled);

        Assert.Equal(BatchStatus.Queued, (await Store.RetryAsync(successor.Id, CancellationToken.None))!.Status);
    }

    [Theory]
    [InlineData(BatchStatus.Completed, BatchStatus.Awaiting)]
    [InlineData(BatchStatus.Cancelled, BatchStatus.Cancelling)]
    public async Task DeleteAsync_SettlesSuccessors_OfTheDeletedBatch(BatchStatus end, BatchStatus expected)
    {
        Batch first = await SealDoneAsync();
        Batch second = await SealWaitingAsync(new StartCondition(first.Id, PredecessorOutcome.Completed, Clock.Now.AddSeconds(30)));
        await EndAsync(first.Id, end);

        Assert.True(await Store.DeleteAsync(first.Id, endedFor: null, CancellationToken.None));

        Batch left = await Store.ReadAsync(second.Id);
        Assert.Equal(expected, left.Status);
        Assert.Null(left.StartCondition!.After);
        Clock.Advance(30);
        Assert.Equal(expected == BatchStatus.Awaiting ? 1 : 0, (await Store.PromoteAsync(CancellationToken.None)).Count);
    }

    [Fact]
    public async Task SealAsync_Throws_WhenThePredecessorIsGone() => await Assert.ThrowsAnyAsync<DbException>(
        () => SealWaitingAsync(new StartCondition(Guid.CreateVersion7(), PredecessorOutcome.Any, null)));

    private async Task CancelToTheEndAsync(Guid id)
    {
        Assert.NotNull(await Store.CancelAsync(id, CancellationToken.None));
        await EndAsync(id, BatchStatus.Cancelled);
    }

    private async Task<Batch> SealWaitingAsync(StartCondition condition, int chunks = 2)
    {
        Guid id = await BeginAsync();
        Batch batch = StoredBatches.NewBatch(id, Clock, chunks) with { Status = BatchStatus.Awaiting, StartCondition = condition };
        Assert.True(await Store.SealAsync(new SealedUpload(batch, StoredBatches.ChunksOf(id, chunks)), CancellationToken.None));
        Assert.Equivalent(batch, await Store.ReadAsync(id));
        return batch;
    }
}
