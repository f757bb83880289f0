using BatchProcessing.Processing;

namespace BatchProcessing.Tests.Processing;

public sealed class ProcessBatchTests
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
        var result = await Processors.Doubling().ProcessBatchAsync(items);

        Assert.Equal(Processors.Doubles(items), result.Results);
        Assert.True(result.Success);
        Assert.Equal((count, count), (result.InputCount, result.OutputCount));
    }

    [Fact]
    public async Task ProcessBatch_NeverExceedsTheChunkSize_WhenTheBatchIsLarger()
    {
        List<int> lengths = [];
        var processor = new ChunkedBatchProcessor<int, int>(
            "lengths",
            (input, _, _) =>
            {
                lengths.Add(input.Length);
                return ValueTask.CompletedTask;
            },
            new BatchProcessorOptions { StreamBatchSize = 100 },
            TimeProvider.System);

        await processor.ProcessBatchAsync(Enumerable.Range(0, 250));

        Assert.Equal([100, 100, 50], lengths);
    }

    [Theory]
    [InlineData(new[] { 0 })]
    [InlineData(new[] { 99 })]
    [InlineData(new[] { 7, 8, 150, 151, 249 })]
    public async Task ProcessBatch_FailsOnlyTheItemsThatThrow_WhenErrorsAreDeterministic(int[] bad)
    {
        var items = Enumerable.Range(0, 250).ToList();
        var processor = Processors.Doubling(
            item => bad.Contains(item) ? new FormatException($"bad {item}") : null,
            new BatchProcessorOptions { StreamBatchSize = 100 });

        var result = await processor.ProcessBatchAsync(items);

        Assert.Equal(Processors.Doubles(items.Except(bad)), result.Results);
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
        var result = await Processors.Doubling(static _ => new FormatException("no")).ProcessBatchAsync(Enumerable.Range(0, 37));

        Assert.Empty(result.Results);
        Assert.Equal(Enumerable.Range(0, 37).Select(static i => (long)i), result.Errors.Select(static error => error.Index));
    }

    [Fact]
    public async Task ProcessBatch_CallsLogarithmicallyOften_WhenOneItemThrows()
    {
        var calls = 0;
        var doubling = Processors.DoublingFunction(static item => item == 613 ? new FormatException("no") : null);
        var processor = new ChunkedBatchProcessor<int, long>(
            "counted",
            (input, output, token) =>
            {
                calls++;
                return doubling(input, output, token);
            },
            new BatchProcessorOptions(),
            TimeProvider.System);

        var result = await processor.ProcessBatchAsync(Enumerable.Range(0, 1000));

        Assert.Single(result.Errors);
        Assert.InRange(calls, 2, 21);
    }

    [Fact]
    public async Task ProcessBatch_Throws_WhenCancelledHalfway()
    {
        using var cancellation = new CancellationTokenSource();
        var processor = Processors.Doubling(item =>
        {
            if (item == 10)
                cancellation.Cancel();
            return null;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => processor.ProcessBatchAsync(Enumerable.Range(0, 100), cancellation.Token));
    }

    [Fact]
    public async Task ProcessBatch_ThrowsCancellation_WhenAnItemFailsAfterTheTokenWasCancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var processor = Processors.Doubling(_ =>
        {
            cancellation.Cancel();
            return new FormatException("a consequence of the cancellation");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => processor.ProcessBatchAsync([1, 2], cancellation.Token));
    }

    [Fact]
    public async Task ProcessBatch_AcceptsACovariantArray()
    {
        object[] items = new string[] { "a", "b" };
        var processor = new ChunkedBatchProcessor<object, string>(
            "covariant",
            static (input, output, _) =>
            {
                for (var i = 0; i < input.Length; i++)
                    output.Span[i] = $"{input.Span[i]}!";
                return ValueTask.CompletedTask;
            },
            new BatchProcessorOptions(),
            TimeProvider.System);

        var result = await processor.ProcessBatchAsync(items);

        Assert.Equal(["a!", "b!"], result.Results);
    }

    [Fact]
    public void ThroughputPerSecond_CountsAllItems_WhenSomeFailed()
    {
        var error = new BatchError(1, BatchErrorCodes.ProcessingFailed, "no", null, 1);

        Assert.Equal(8, new BatchResult<int>([1, 2, 3], [error], TimeSpan.FromSeconds(0.5)).ThroughputPerSecond);
        Assert.Equal(0, new BatchResult<int>([1], [], TimeSpan.Zero).ThroughputPerSecond);
    }
}
