using BatchProcessing.Processing;

namespace BatchProcessing.Tests.Processing;

public sealed class ProcessParallelTests
{
    [Fact]
    public async Task ProcessParallel_RunsChunksSideBySide_WhenTheBatchFitsInOneChunk()
    {
        using var bothInside = new Barrier(2);
        var processor = new ChunkedBatchProcessor<int, int>(
            "meeting",
            (_, _, token) =>
            {
                bothInside.SignalAndWait(token);
                return ValueTask.CompletedTask;
            },
            new BatchProcessorOptions(),
            TimeProvider.System);

        var result = await processor.ProcessParallelAsync([1, 2], maxDegreeOfParallelism: 2);

        Assert.True(result.Success);
    }

    [Fact]
    public async Task ProcessParallel_NeverExceedsItsDegree()
    {
        var (running, most) = (0, 0);
        var gate = new Lock();
        var processor = new ChunkedBatchProcessor<int, int>(
            "counted",
            async (_, _, _) =>
            {
                lock (gate)
                    most = Math.Max(most, ++running);
                await Task.Yield();
                lock (gate)
                    running--;
            },
            new BatchProcessorOptions { StreamBatchSize = 1 },
            TimeProvider.System);

        await processor.ProcessParallelAsync(Enumerable.Range(0, 500), maxDegreeOfParallelism: 2);

        Assert.InRange(most, 1, 2);
    }
}
