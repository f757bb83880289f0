using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using Dapper;

namespace BatchProcessing.Server.Tests.Storage;

public abstract partial class BatchStoreContract
{
    [Fact]
    public async Task RetryAsync_RequeuesWhatDidNotSucceed_AndKeepsTheRest()
    {
        Batch batch = await SealMixedAsync();

        Batch? queued = await Store.RetryAsync(batch.Id, CancellationToken.None);

        Assert.Equal((BatchStatus.Queued, 2, 1), (queued!.Status, queued.Run, queued.Progress.ChunksDone));
        Assert.Equal((16L, 0L, 0L, 16L), (queued.Progress.Succeeded, queued.Progress.Failed, queued.Progress.NotProcessed, queued.Progress.Kept));
        Assert.Empty(queued.Progress.Tally.Group(Tally.Errors));
        Assert.Null(queued.StartedAt);
        Assert.Null(queued.EndedAt);
        Assert.Equivalent(queued, await Store.ReadAsync(batch.Id), strict: true);
        Assert.Equal(["completed", "queued", "queued"], (await Store.ChunksAsync(batch)).Select(c => c.State));
        Assert.Equal(2, Assert.Single(await Store.ListActiveAsync(CancellationToken.None)).ClaimableChunks);
    }

    [Fact]
    public async Task RetryAsync_GivesWorkersTheEarlierResult_OfChunksThatHaveOne()
    {
        Batch batch = await SealMixedAsync();
        string? earlier = (await Store.ChunksAsync(batch))[1].ResultBlob;
        await Store.RetryAsync(batch.Id, CancellationToken.None);

        ChunkLease partly = await Store.ClaimAsync(batch.Id);
        ChunkLease none = await Store.ClaimAsync(batch.Id);

        Assert.Equal((2, 1, 10L), (partly.Run, partly.Attempt, partly.Chunk.FirstOrdinal));
        Assert.Equal((earlier, 50L, 10L, 6), (partly.Previous!.Blob, partly.Previous.Length, partly.Previous.FirstOrdinal, partly.Previous.Succeeded));
        Assert.Equal(6, partly.Previous.Tally.Group("sentiment").Values.Sum());
        Assert.Empty(partly.Previous.Tally.Group(Tally.Errors));
        Assert.Null(none.Previous);
    }

    [Fact]
    public async Task CompleteChunkAsync_AddsWhatIsNew_WhenTheChunkRunsAgain()
    {
        Batch batch = await SealMixedAsync();
        await Store.RetryAsync(batch.Id, CancellationToken.None);

        Assert.Equal(ChunkCommit.Recorded, await Store.CompleteAsync(await Store.ClaimAsync(batch.Id), failed: 1));
        Assert.Equal(ChunkCommit.RecordedLast, await Store.CompleteAsync(await Store.ClaimAsync(batch.Id)));

        BatchProgress progress = (await Store.ReadAsync(batch.Id)).Progress;
        Assert.Equal((29L, 1L, 0L, 3), (progress.Succeeded, progress.Failed, progress.NotProcessed, progress.ChunksDone));
        Assert.All(await Store.ChunksAsync(batch), c => Assert.Null(c.Previous));
        await CheckRowsAsync(batch.Id);
    }

    [Fact]
    public async Task FailChunkAsync_KeepsEarlierSuccesses_WhenTheChunkRunsAgain()
    {
        Batch batch = await SealMixedAsync();
        await Store.RetryAsync(batch.Id, CancellationToken.None);

        await Store.FailChunkAsync(await Store.ClaimAsync(batch.Id), "gave up", CancellationToken.None);

        BatchProgress progress = (await Store.ReadAsync(batch.Id)).Progress;
        Assert.Equal((16L, 0L, 4L), (progress.Succeeded, progress.Failed, progress.NotProcessed));
        Assert.NotNull((await Store.ChunksAsync(batch))[1].Previous);
        await CheckRowsAsync(batch.Id);
    }

    [Fact]
    public async Task RetryAsync_KeepsTheSameEarlierResult_WhenTheRunBetweenWasCancelled()
    {
        Batch batch = await SealMixedAsync();
        await Store.RetryAsync(batch.Id, CancellationToken.None);
        PreviousResult? first = (await Store.ChunksAsync(batch))[1].Previous;
        await Store.CancelAsync(batch.Id, CancellationToken.None);
        FinalizeLease? lease = await FinalizeAsync(batch.Id);
        Assert.Equal((16L, 14L), (lease!.Batch.Progress.Succeeded, lease.Batch.Progress.NotProcessed));
        await Store.EndBatchAsync(lease, BatchStatus.Cancelled, CancellationToken.None);

        Batch? third = await Store.RetryAsync(batch.Id, CancellationToken.None);

        Assert.Equal((3, 16L, 0L), (third!.Run, third.Progress.Succeeded, third.Progress.NotProcessed));
        Assert.Equivalent(first, (await Store.ClaimAsync(batch.Id)).Previous, strict: true);
    }

    [Fact]
    public async Task RetryAsync_IsRefused_WhenEverythingHasSucceeded()
    {
        Batch batch = await SealDoneAsync();
        await EndAsync(batch.Id, BatchStatus.Completed);
        Batch before = await Store.ReadAsync(batch.Id);

        Assert.Null(await Store.RetryAsync(batch.Id, CancellationToken.None));

        Assert.Equivalent(before, await Store.ReadAsync(batch.Id), strict: true);
    }

    [Fact]
    public async Task CompleteChunkAsync_ChangesNothing_WhenItsRunIsOver()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 2);
        ChunkLease frozen = await Store.ClaimAsync(batch.Id);
        await ExpireAsync();
        await Store.CancelAsync(batch.Id, CancellationToken.None);
        await EndAsync(batch.Id, BatchStatus.Cancelled);
        await Store.RetryAsync(batch.Id, CancellationToken.None);
        ChunkLease fresh = await Store.ClaimAsync(batch.Id);

        Assert.Equal(ChunkCommit.LeaseLost, await Store.CompleteAsync(frozen));
        Assert.Equal(ChunkCommit.Recorded, await Store.CompleteAsync(fresh));
        await CheckRowsAsync(batch.Id);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Counters_EqualARecountOfTheRows_AfterAnyMixOfLifecycleMoves(int seed)
    {
        var random = new Random(seed);
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 6);
        List<ChunkLease> leases = [];
        int runs = 1;
        for (int i = 0; i < 120; i++)
        {
            if (await Store.TryClaimAsync(batch.Id) is { } lease) leases.Add(lease);
            if (leases.Count > 0) await MoveAsync(random, leases[random.Next(leases.Count)]);
            await (random.Next(8) switch
            {
                0 => Store.PauseAsync(batch.Id, CancellationToken.None),
                1 => Store.CancelAsync(batch.Id, CancellationToken.None),
                2 => Store.RetryAsync(batch.Id, CancellationToken.None),
                _ => Store.ResumeAsync(batch.Id, CancellationToken.None),
            });
            if (await FinalizeAsync(batch.Id) is { } end)
            {
                end.Ledger.Check(end.Batch);
                BatchStatus terminal = end.Batch.Status == BatchStatus.Cancelling ? BatchStatus.Cancelled : BatchStatus.Completed;
                Assert.True(await Store.EndBatchAsync(end, terminal, CancellationToken.None));
            }

            Batch now = await CheckRowsAsync(batch.Id);
            if (now.Status.IsTerminal())
                Assert.Equal(now.DocumentCount, now.Progress.Succeeded + now.Progress.Failed + now.Progress.NotProcessed);
            runs = now.Run;
        }

        Assert.True(runs > 1, "The moves never reached a second run.");
    }

    /// <summary>An ended batch of which one chunk succeeded, one partly, and one was given up: 16, 4 and 10 documents.</summary>
    private async Task<Batch> SealMixedAsync()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 3);
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id));
        await Store.CompleteAsync(await Store.ClaimAsync(batch.Id), failed: 4);
        await Store.FailChunkAsync(await Store.ClaimAsync(batch.Id), "gave up", CancellationToken.None);
        await EndAsync(batch.Id, BatchStatus.Failed);
        return batch;
    }

    private async Task EndAsync(Guid batchId, BatchStatus terminal)
    {
        FinalizeLease? lease = await FinalizeAsync(batchId);
        Assert.True(await Store.EndBatchAsync(lease!, terminal, CancellationToken.None));
    }

    /// <summary>Counts a batch anew from its chunk rows, and compares with the batch row.</summary>
    private async Task<Batch> CheckRowsAsync(Guid batchId)
    {
        Batch batch = await Store.ReadAsync(batchId);
        (string State, long Succeeded, long Failed, long NotProcessed, string Tally)[] rows = await Database.ReadAsync(
            async c => (await c.QueryAsync<(string, long, long, long, string)>(
                "SELECT state, succeeded, failed, not_processed, tally FROM chunks WHERE batch_id = @id",
                new { id = batchId.ToString() })).ToArray(),
            CancellationToken.None);
        var tally = new Tally();
        foreach (var row in rows) tally.Add(Tally.FromJson(row.Tally));
        Assert.Equal(rows.Sum(r => r.Succeeded), batch.Progress.Succeeded);
        Assert.Equal(rows.Sum(r => r.Failed), batch.Progress.Failed);
        Assert.Equal(rows.Sum(r => r.NotProcessed), batch.Progress.NotProcessed);
        Assert.Equal(rows.Count(r => r.State is "completed" or "failed" or "cancelled"), batch.Progress.ChunksDone);
        foreach (string group in new[] { "sentiment", Tally.Errors })
            Assert.Equal(tally.Group(group).ToArray(), batch.Progress.Tally.Group(group).ToArray());
        return batch;
    }
}
