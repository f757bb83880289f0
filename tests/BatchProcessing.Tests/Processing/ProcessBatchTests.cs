using BatchProcessing.Processing;

namespace BatchProcessing.Tests.Processing;

public sealed class ProcessBatchTests
{
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
