using BatchProcessing.Processing;

namespace BatchProcessing.Tests.Processing;

/// <summary>What holds for every batch processor, whatever does the work: here it doubles numbers, and throws for chosen ones.</summary>
public abstract partial class BatchProcessorContract
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(1000)]
    [InlineData(2500)]
    public async Task ProcessBatch_ReturnsEveryOutputInOrder_WhenNothingThrows(int count)
    {
        var items = Enumerable.Range(0, count).ToList();
        var result = await Doubling().ProcessBatchAsync(Numbers(items));

        Assert.Equal(Doubles(items), Values(result.Results));
        Assert.True(result.Success);
        Assert.Equal((count, count), (result.InputCount, result.OutputCount));
    }

    [Theory]
    [InlineData(new[] { 0 })]
    [InlineData(new[] { 99 })]
    [InlineData(new[] { 7, 8, 150, 151, 249 })]
    public async Task ProcessBatch_FailsOnlyTheItemsThatThrow_WhenErrorsAreDeterministic(int[] bad)
    {
        var items = Enumerable.Range(0, 250).ToList();
        var processor = Doubling(
            item => bad.Contains(item) ? new FormatException($"bad {item}") : null,
            new BatchProcessorOptions { StreamBatchSize = 100 });

        var result = await processor.ProcessBatchAsync(Numbers(items));

        Assert.Equal(Doubles(items.Except(bad)), Values(result.Results));
        Assert.Equal(bad.Select(static item => (long)item), result.Errors.Select(static error => error.Index));
        Assert.All(result.Errors, error =>
        {
            Assert.Equal(BatchErrorCodes.ProcessingFailed, error.Code);
            Assert.Equal($"bad {error.Index}", error.Message);
            Assert.IsType<FormatException>(error.Exception);
        });
        Assert.False(result.Success);
        Assert.Equal(250, result.InputCount);
    }

    [Fact]
    public async Task ProcessBatch_ReportsEveryItem_WhenAllThrow()
    {
        var result = await Doubling(static _ => new FormatException("no")).ProcessBatchAsync(Numbers(Enumerable.Range(0, 37)));

        Assert.Empty(result.Results);
        Assert.Equal(Enumerable.Range(0, 37).Select(static i => (long)i), result.Errors.Select(static error => error.Index));
    }

    [Fact]
    public async Task ProcessBatch_Succeeds_WhenATransientErrorPasses()
    {
        var clock = new SkippingClock();
        var failures = 2;
        var processor = Doubling(_ => failures-- > 0 ? new IOException("busy") : null, clock: clock);

        var result = await processor.ProcessBatchAsync(Numbers([1, 2, 3]));

        Assert.Equal([2, 4, 6], Values(result.Results));
        Assert.Equal(2, clock.Waits.Count);
    }

    [Fact]
    public async Task ProcessBatch_Throws_WhenCancelledHalfway()
    {
        using var cancellation = new CancellationTokenSource();
        var processor = Doubling(item =>
        {
            if (item == 10)
                cancellation.Cancel();
            return null;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => processor.ProcessBatchAsync(Numbers(Enumerable.Range(0, 100)), cancellation.Token));
    }

    [Fact]
    public async Task ProcessBatch_ThrowsCancellation_WhenAnItemFailsAfterTheTokenWasCancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var processor = Doubling(_ =>
        {
            cancellation.Cancel();
            return new FormatException("a consequence of the cancellation");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => processor.ProcessBatchAsync(Numbers([1, 2]), cancellation.Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(null)]
    public async Task ProcessParallel_KeepsInputOrder_WhenSomeItemsThrow(int? parallelism)
    {
        var items = Enumerable.Range(0, 5003).ToList();
        var processor = Doubling(
            static item => item % 500 == 499 ? new FormatException("no") : null,
            new BatchProcessorOptions { StreamBatchSize = 64, MaxConcurrency = 4 });

        var result = await processor.ProcessParallelAsync(Numbers(items), parallelism);

        Assert.Equal(Doubles(items.Where(static item => item % 500 != 499)), Values(result.Results));
        Assert.Equal(items.Where(static item => item % 500 == 499).Select(static i => (long)i), result.Errors.Select(static e => e.Index));
    }

    [Fact]
    public async Task ProcessParallel_Throws_WhenTheDegreeIsBelowOne() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Doubling().ProcessParallelAsync(Numbers([1]), 0));

    /// <param name="fault">What to throw for a number, or null to double it.</param>
    /// <param name="options">Options; the defaults when null.</param>
    /// <param name="clock">The clock; a skipping one when null.</param>
    protected abstract IBatchProcessor<Number, Doubled> Doubling(
        Func<int, Exception?>? fault = null, BatchProcessorOptions? options = null, TimeProvider? clock = null);

    private static IEnumerable<Number> Numbers(IEnumerable<int> items) => items.Select(static item => new Number { Value = item });

    private static IEnumerable<long> Doubles(IEnumerable<int> items) => items.Select(static item => item * 2L);

    private static IEnumerable<long> Values(IEnumerable<Doubled> outputs) => outputs.Select(static output => output.Twice);

    /// <summary>An input.</summary>
    public sealed class Number
    {
        public int Value { get; set; }
    }

    /// <summary>Its output.</summary>
    public sealed class Doubled
    {
        public long Twice { get; set; }
    }
}
