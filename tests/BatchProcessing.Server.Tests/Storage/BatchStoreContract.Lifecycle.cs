using BatchProcessing.Batches;
using BatchProcessing.Chunks;

namespace BatchProcessing.Server.Tests.Storage;

public abstract partial class BatchStoreContract
{
    public static TheoryData<BatchStatus> Statuses => [.. Enum.GetValues<BatchStatus>()];

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task CancelAsync_Moves_ExactlyFromWhereTheLifecycleAllows(BatchStatus from) =>
        await CheckGuardAsync(from, s => s.Cancel(), Store.CancelAsync);

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task PauseAsync_Moves_ExactlyFromWhereTheLifecycleAllows(BatchStatus from) =>
        await CheckGuardAsync(from, s => s.Pause(), Store.PauseAsync);

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task ResumeAsync_Moves_ExactlyFromWhereTheLifecycleAllows(BatchStatus from) =>
        await CheckGuardAsync(from, s => s.Resume(hasStarted: false), Store.ResumeAsync);

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task RetryAsync_Moves_ExactlyFromWhereTheLifecycleAllows(BatchStatus from) =>
        await CheckGuardAsync(from, s => s.Retry(), Store.RetryAsync);

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task ClaimChunkAsync_Claims_OnlyWhereABatchStartsOrRuns(BatchStatus from)
    {
        Batch batch = await SealInAsync(from, chunks: 2);

        ChunkLease? lease = await Store.TryClaimAsync(batch.Id);

        bool claims = from is BatchStatus.Queued or BatchStatus.Running;
        Assert.Equal(claims, lease is not null);
        Assert.Equal(claims ? BatchStatus.Running : from, (await Store.ReadAsync(batch.Id)).Status);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task CompleteChunkAsync_BeginsTheEnd_ExactlyFromWhereTheLifecycleAllows(BatchStatus from)
    {
        Batch batch = await Store.SealBatchAsync(Clock);
        ChunkLease lease = await Store.ClaimAsync(batch.Id);
        await PutInAsync(batch.Id, from);

        await Store.CompleteAsync(lease);

        Assert.Equal(Allowed(s => s.BeginFinalizing(), from) ?? from, (await Store.ReadAsync(batch.Id)).Status);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task PromoteAsync_Moves_ExactlyFromWhereTheLifecycleAllows(BatchStatus from)
    {
        Batch batch = await SealInAsync(from, chunks: 2);

        IReadOnlyList<Batch> moved = await Store.PromoteAsync(CancellationToken.None);

        Assert.Equal(Allowed(s => s.Promote(isEmpty: false), from), moved.SingleOrDefault()?.Status);
        Assert.Equal(Allowed(s => s.Promote(isEmpty: false), from) ?? from, (await Store.ReadAsync(batch.Id)).Status);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task ClaimFinalizationAsync_GivesTheRight_OnlyWhereABatchIsToEnd(BatchStatus from)
    {
        Batch batch = await SealInAsync(from, chunks: 2);

        FinalizeLease? lease = await FinalizeAsync(batch.Id);

        bool ends = Allowed(s => s.Complete(), from) is not null || Allowed(s => s.FinishCancelling(), from) is not null;
        Assert.Equal(ends, lease is not null);
        Assert.All(await Store.ChunksAsync(batch), c => Assert.Equal(ends ? "cancelled" : "queued", c.State));
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task EndBatchAsync_Ends_OnlyFromTheStatusTheRightWasGivenIn(BatchStatus from)
    {
        Batch batch = await SealDoneAsync();
        FinalizeLease? lease = await FinalizeAsync(batch.Id);
        await PutInAsync(batch.Id, from);

        bool ended = await Store.EndBatchAsync(lease!, BatchStatus.Completed, CancellationToken.None);

        Assert.Equal(Allowed(s => s.Complete(), from) is not null, ended);
        Assert.Equal(Allowed(s => s.Complete(), from) ?? from, (await Store.ReadAsync(batch.Id)).Status);
    }

    [Fact]
    public async Task PauseAsync_HoldsChunksBack_UntilTheBatchIsResumed()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 3);
        ChunkLease inHand = await Store.ClaimAsync(batch.Id);

        await Store.PauseAsync(batch.Id, CancellationToken.None);

        Assert.Null(await Store.TryClaimAsync(batch.Id));
        Assert.Equal(ChunkCommit.Recorded, await Store.CompleteAsync(inHand));
        Assert.Equal(BatchStatus.Paused, (await Store.ReadAsync(batch.Id)).Status);
        Assert.Empty(await Store.ListActiveAsync(CancellationToken.None));
        Batch? resumed = await Store.ResumeAsync(batch.Id, CancellationToken.None);
        Assert.Equal(BatchStatus.Running, resumed!.Status);
        Assert.Equal(10, (await Store.ClaimAsync(batch.Id)).Chunk.FirstOrdinal);
    }

    [Fact]
    public async Task CompleteAndClaimAsync_ClaimsNothing_WhenTheBatchWasPausedMeanwhile()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 2);
        ChunkLease inHand = await Store.ClaimAsync(batch.Id);
        await Store.PauseAsync(batch.Id, CancellationToken.None);

        Assert.Equal(new ChunkHandover(ChunkCommit.Recorded, null), await Store.HandOverAsync(inHand));
    }

    [Fact]
    public async Task CompleteChunkAsync_EndsAPausedBatch_WithItsLastChunk()
    {
        Batch batch = await Store.SealBatchAsync(Clock);
        ChunkLease inHand = await Store.ClaimAsync(batch.Id);
        await Store.PauseAsync(batch.Id, CancellationToken.None);

        Assert.Equal(ChunkCommit.RecordedLast, await Store.CompleteAsync(inHand));

        Assert.Equal(BatchStatus.Finalizing, (await Store.ReadAsync(batch.Id)).Status);
        Assert.Null(await Store.ResumeAsync(batch.Id, CancellationToken.None));
    }

    [Fact]
    public async Task CancelAsync_LetsTheEndComeAtOnce_WhenNoChunkIsInHand()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 3);
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id), failed: 4);

        Batch? cancelling = await Store.CancelAsync(batch.Id, CancellationToken.None);
        FinalizeLease? lease = await FinalizeAsync(batch.Id);

        Assert.Equal((BatchStatus.Cancelling, 0L), (cancelling!.Status, cancelling.Progress.NotProcessed));
        Assert.Equal((0, 30L), (lease!.FailedChunks, lease.Ledger.DocumentsInChunks));
        Assert.True(await Store.EndBatchAsync(lease, BatchStatus.Cancelled, CancellationToken.None));
        Batch ended = await Store.ReadAsync(batch.Id);
        Assert.Equal((BatchStatus.Cancelled, Clock.Now), (ended.Status, ended.EndedAt));
        Assert.Equal((6L, 4L, 20L), (ended.Progress.Succeeded, ended.Progress.Failed, ended.Progress.NotProcessed));
        Assert.Equal(3, ended.Progress.ChunksDone);
        Assert.Equal(["completed", "cancelled", "cancelled"], (await Store.ChunksAsync(batch)).Select(c => c.State));
    }

    [Fact]
    public async Task CancelAsync_LetsChunksInHandFinish_AndTheLastOneSaysSo()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 4);
        ChunkLease first = await Store.ClaimAsync(batch.Id);
        ChunkLease second = await Store.ClaimAsync(batch.Id);

        await Store.CancelAsync(batch.Id, CancellationToken.None);

        Assert.Null(await Store.TryClaimAsync(batch.Id));
        Assert.Null(await FinalizeAsync(batch.Id));
        Assert.Equal(ChunkCommit.Recorded, await Store.CompleteAsync(first));
        Assert.Null(await FinalizeAsync(batch.Id));
        Assert.Equal(ChunkCommit.RecordedLast, await Store.CompleteAsync(second));
        FinalizeLease? lease = await FinalizeAsync(batch.Id);
        Assert.Equal((20L, 20L), (lease!.Batch.Progress.Succeeded, lease.Batch.Progress.NotProcessed));
    }

    [Fact]
    public async Task ClaimFinalizationAsync_EndsACancelledBatch_WhenAWorkerDied()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 2);
        ChunkLease dead = await Store.ClaimAsync(batch.Id);
        await Store.CancelAsync(batch.Id, CancellationToken.None);
        Assert.Equal(BatchStatus.Cancelling, Assert.Single(await Store.ListActiveAsync(CancellationToken.None)).Status);

        await ExpireAsync();

        Assert.Equal(20, (await FinalizeAsync(batch.Id))!.Batch.Progress.NotProcessed);
        Assert.Equal(ChunkCommit.LeaseLost, await Store.CompleteAsync(dead));
    }

    [Fact]
    public async Task EndBatchAsync_ChangesNothing_WhenTheBatchWasCancelledMeanwhile()
    {
        Batch batch = await SealDoneAsync();
        FinalizeLease? lease = await FinalizeAsync(batch.Id);

        await Store.CancelAsync(batch.Id, CancellationToken.None);

        Assert.False(await Store.EndBatchAsync(lease!, BatchStatus.Completed, CancellationToken.None));
        FinalizeLease? again = await FinalizeAsync(batch.Id);
        Assert.True(await Store.EndBatchAsync(again!, BatchStatus.Cancelled, CancellationToken.None));
    }

    /// <summary>Puts a batch into a status by hand, and checks that a move is made exactly when the lifecycle allows it.</summary>
    private async Task CheckGuardAsync(
        BatchStatus from, Func<BatchStatus, BatchStatus> rule, Func<Guid, CancellationToken, Task<Batch?>> move)
    {
        Batch batch = await SealInAsync(from, chunks: 2);
        await WriteAsync("UPDATE batches SET failed = 1"); // something to retry
        BatchStatus? expected = Allowed(rule, from);

        Batch? moved = await move(batch.Id, CancellationToken.None);

        Assert.Equal(expected, moved?.Status);
        Batch stored = await Store.ReadAsync(batch.Id);
        Assert.Equal(expected ?? from, stored.Status);
        Assert.Equal(batch.Version + (expected is null ? 0 : 1), stored.Version);
    }

    /// <summary>Where a move leads, or null when it is illegal.</summary>
    private static BatchStatus? Allowed(Func<BatchStatus, BatchStatus> move, BatchStatus from)
    {
        try
        {
            return move(from);
        }
        catch (IllegalBatchMoveException)
        {
            return null;
        }
    }

    private async Task<Batch> SealInAsync(BatchStatus status, int chunks)
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks);
        await PutInAsync(batch.Id, status);
        return batch;
    }

    /// <summary>Writes a status past the store.</summary>
    private Task<int> PutInAsync(Guid batchId, BatchStatus status)
    {
        string ended = status.IsTerminal() ? "1" : "NULL";
        return WriteAsync($"UPDATE batches SET status = '{status.ToWire()}', ended_at = {ended} WHERE id = '{batchId}'");
    }
}
