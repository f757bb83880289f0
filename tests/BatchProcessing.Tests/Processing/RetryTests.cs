using BatchProcessing.Processing;

namespace BatchProcessing.Tests.Processing;

public sealed class RetryTests
{
    [Fact]
    public async Task ProcessBatch_WaitsOutEveryRetryOnce_ThenFailsTheItemsThatStillThrow()
    {
        var clock = new SkippingClock();
        var processor = Processors.Doubling(
            static item => item == 5 ? new TimeoutException("slow") : null,
            new BatchProcessorOptions { MaxRetries = 4 },
            clock);

        var result = await processor.ProcessBatchAsync(Enumerable.Range(0, 8));

        var error = Assert.Single(result.Errors);
        Assert.Equal((5, BatchErrorCodes.RetriesExhausted), (error.Index, error.Code));
        // Five times with the whole chunk, then in a half, a quarter, and alone.
        Assert.Equal(8, error.Attempts);
        Assert.Equal(4, clock.Waits.Count);
        Assert.Equal(7, result.OutputCount);
    }

    [Fact]
    public async Task ProcessBatch_GivesUpTheChunkSoon_WhenEverythingIsDown()
    {
        var calls = 0;
        var processor = new ChunkedBatchProcessor<int, int>(
            "down",
            (_, _, _) =>
            {
                calls++;
                throw new HttpRequestException("refused");
            },
            new BatchProcessorOptions { MaxRetries = 1 },
            new SkippingClock());

        var result = await processor.ProcessBatchAsync(Enumerable.Range(0, 1000));

        Assert.Equal(1000, result.Errors.Count);
        Assert.All(result.Errors, static error => Assert.Equal(BatchErrorCodes.RetriesExhausted, error.Code));
        Assert.InRange(calls, 2, 40);
    }

    [Fact]
    public async Task ProcessBatch_RetriesANarrowedRange_WhenATransientErrorComesAfterADeterministicOne()
    {
        var hiccup = true;
        var processor = Processors.Doubling(item =>
        {
            if (item == 0)
                return new FormatException("bad");
            if (item != 1 || !hiccup)
                return null;
            hiccup = false;
            return new IOException("busy");
        });

        var result = await processor.ProcessBatchAsync([0, 1, 2, 3]);

        Assert.Equal(0, Assert.Single(result.Errors).Index);
        Assert.Equal([2, 4, 6], result.Results);
    }

    [Fact]
    public async Task ProcessBatch_DoesNotRetry_WhenTheErrorIsTheItemsOwn()
    {
        var clock = new SkippingClock();
        var result = await Processors.Doubling(static _ => new FormatException("bad"), clock: clock).ProcessBatchAsync([1]);

        Assert.Equal(1, Assert.Single(result.Errors).Attempts);
        Assert.Empty(clock.Waits);
    }

    [Fact]
    public async Task ProcessBatch_DoesNotRetry_WhenRetriesAreOff()
    {
        var processor = Processors.Doubling(
            static _ => new IOException("busy"), new BatchProcessorOptions { MaxRetries = 0 });

        var result = await processor.ProcessBatchAsync([1]);

        Assert.Equal(1, Assert.Single(result.Errors).Attempts);
    }

    [Fact]
    public async Task ProcessBatch_FollowsTheGivenPredicate_WhenItCallsAnErrorTransient()
    {
        var failures = 1;
        var processor = Processors.Doubling(
            _ => failures-- > 0 ? new FormatException("odd") : null,
            new BatchProcessorOptions { IsTransient = static exception => exception is FormatException });

        Assert.True((await processor.ProcessBatchAsync([1])).Success);
    }

    [Fact]
    public async Task ProcessBatch_BacksOffExponentially_WhenRetriesGoOn()
    {
        var clock = new SkippingClock();
        var processor = Processors.Doubling(
            static _ => new IOException("busy"),
            new BatchProcessorOptions { MaxRetries = 10, RetryDelay = TimeSpan.FromSeconds(1) },
            clock);

        await processor.ProcessBatchAsync([1]);

        // Jitter spreads each wait so far that only sums compare: with a median of 1, 2, 4 … seconds the first three are
        // at most 8 / 1.4 seconds together, and all ten at least 512 / 1.4.
        var waits = clock.Waits.Select(static wait => wait.TotalSeconds).ToList();
        Assert.Equal(10, waits.Count);
        Assert.InRange(waits.Take(3).Sum(), 0, 6);
        Assert.InRange(waits.Sum(), 360, 740);
    }
}
