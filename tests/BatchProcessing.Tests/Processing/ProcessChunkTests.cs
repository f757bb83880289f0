using BatchProcessing.Processing;

namespace BatchProcessing.Tests.Processing;

public sealed class ProcessChunkTests
{
    [Fact]
    public async Task ProcessChunk_LeavesTheDefaultAtAFailedItem()
    {
        var outputs = new long[] { -1, -1, -1 };

        var errors = await Processors.Doubling(static item => item == 2 ? new FormatException("no") : null)
            .ProcessChunkAsync(new[] { 1, 2, 3 }, outputs);

        Assert.Equal([2, 0, 6], outputs);
        Assert.Equal(1, Assert.Single(errors).Index);
    }

    [Fact]
    public async Task ProcessChunk_Throws_WhenLengthsDiffer() =>
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Processors.Doubling().ProcessChunkAsync(new[] { 1, 2 }, new long[1]));

    [Fact]
    public void ProcessChunk_AllocatesTheSame_WhateverTheNumberOfItems()
    {
        var small = AllocatedBy(10);
        var large = AllocatedBy(10_000);

        Assert.Equal(small, large);
        Assert.InRange(large, 0, 2_000);
    }

    private static long AllocatedBy(int items)
    {
        using var metrics = new BatchProcessingMetrics(TimeProvider.System);
        var processor = Processors.Doubling(clock: TimeProvider.System, metrics: metrics);
        var (input, output) = (new int[items], new long[items]);
        return Enumerable.Range(0, 50).Min(_ => AllocatedByRun());

        // The least of many runs: other tests may hold the retry library's pooled contexts during one.
        long AllocatedByRun()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // The chunk function is synchronous, so the whole call runs on this thread.
        void Run()
        {
            var call = processor.ProcessChunkAsync(input, output);
            Assert.True(call.IsCompletedSuccessfully);
            Assert.Empty(call.Result);
        }
    }
}
