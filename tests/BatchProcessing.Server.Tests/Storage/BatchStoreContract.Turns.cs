using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Jobs;

namespace BatchProcessing.Server.Tests.Storage;

public abstract partial class BatchStoreContract
{
    [Fact]
    public async Task ClaimTurnAsync_GoesRoundTheBatches_LargeAndSmall()
    {
        Batch large = await Store.SealBatchAsync(Clock, chunks: 9);
        Clock.Advance(1);
        Batch small = await Store.SealBatchAsync(Clock, chunks: 2);
        List<Guid> turns = [];
        for (int i = 0; i < 6; i++)
        {
            Clock.Advance(1);
            turns.Add((await TurnAsync())!.Batch.Id);
        }

        Assert.Equal([large.Id, small.Id, large.Id, small.Id, large.Id, large.Id], turns);
    }

    [Fact]
    public async Task ClaimTurnAsync_GivesTheBatch_WithAChunkAsAClaimDoes()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 2);

        BatchTurn? turn = await TurnAsync();

        Assert.Equal((batch.Id, BatchStatus.Running, 0L, 1), (turn!.Batch.Id, turn.Batch.Status, turn.Lease.Chunk.FirstOrdinal, turn.Lease.Attempt));
        Assert.Equal(BatchStatus.Running, (await Store.ReadAsync(batch.Id)).Status);
        Assert.Equal(10, (await Store.HandOverAsync(turn.Lease)).Next!.Chunk.FirstOrdinal);
        Assert.Null(await TurnAsync());
    }

    [Fact]
    public async Task ClaimTurnAsync_TakesNothing_OfAnotherTenantOrLane()
    {
        await Store.SealBatchAsync(Clock);
        await Store.SealBatchAsync(Clock, tenant: "other");

        Assert.Null(await Store.ClaimTurnAsync("default", Lane.Critical, new ChunkOwner("worker"), StoredBatches.Minute, CancellationToken.None));
        Assert.Null(await Store.ClaimTurnAsync("nobody", Lane.Batch, new ChunkOwner("worker"), StoredBatches.Minute, CancellationToken.None));
        Assert.Equal("other", (await TurnAsync("other"))!.Batch.TenantId);
        Assert.Null(await TurnAsync("other"));
    }

    [Fact]
    public async Task ClaimTurnAsync_PassesOver_WhatCannotRunNow()
    {
        Batch paused = await Store.SealBatchAsync(Clock);
        await Store.PauseAsync(paused.Id, CancellationToken.None);
        Batch waiting = await Store.SealBatchAsync(Clock);
        await Store.RetryChunkAsync(await Store.ClaimAsync(waiting.Id), StoredBatches.Minute, "later", CancellationToken.None);
        Clock.Advance(1);
        Batch ready = await Store.SealBatchAsync(Clock);

        Assert.Equal(ready.Id, (await TurnAsync())!.Batch.Id);
        Assert.Null(await TurnAsync());
        Clock.Advance(60);
        Assert.Equal(waiting.Id, (await TurnAsync())!.Batch.Id);
    }

    [Fact]
    public async Task ClaimTurnAsync_ClaimsEveryChunkOnce_ForSixteenWorkersAtATime()
    {
        for (int i = 0; i < 5; i++) await Store.SealBatchAsync(Clock, chunks: 3);

        BatchTurn?[] turns = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => TurnAsync())));

        // One that looked eight times at what others took gives up; the others take what is left.
        List<BatchTurn> taken = [.. turns.OfType<BatchTurn>()];
        while (await TurnAsync() is { } turn) taken.Add(turn);
        Assert.Equal(15, taken.Select(t => (t.Batch.Id, t.Lease.Chunk.FirstOrdinal)).Distinct().Count());
        Assert.Equal(15, taken.Count);
    }

    private Task<BatchTurn?> TurnAsync(string tenant = "default") =>
        Store.ClaimTurnAsync(tenant, Lane.Batch, new ChunkOwner("worker"), StoredBatches.Minute, CancellationToken.None);
}
