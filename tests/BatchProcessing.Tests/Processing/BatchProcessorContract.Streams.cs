using System.Runtime.CompilerServices;
using BatchProcessing.Processing;

namespace BatchProcessing.Tests.Processing;

public abstract partial class BatchProcessorContract
{
    private static readonly BatchProcessorOptions SmallChunks = new() { StreamBatchSize = 10 };

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1234)]
    public async Task ProcessStream_YieldsEveryOutputInOrder_WhenNothingThrows(int count)
    {
        var items = Enumerable.Range(0, count).ToList();

        var outputs = await Doubling(options: SmallChunks).ProcessStreamAsync(Numbers(items).ToAsyncEnumerable()).ToListAsync();

        Assert.Equal(Doubles(items), Values(outputs));
    }

    [Fact]
    public async Task ProcessStream_ThrowsAtTheFailedItem_AfterAllOutputsBeforeIt()
    {
        var processor = Doubling(static item => item == 25 ? new FormatException("no") : null, SmallChunks);
        List<long> outputs = [];

        var exception = await Assert.ThrowsAsync<BatchItemException>(async () =>
        {
            await foreach (var output in processor.ProcessStreamAsync(Numbers(Enumerable.Range(0, 100)).ToAsyncEnumerable()))
                outputs.Add(output.Twice);
        });

        Assert.Equal(Doubles(Enumerable.Range(0, 25)), outputs);
        Assert.Equal(25, exception.Error.Index);
        Assert.IsType<FormatException>(exception.InnerException);
    }

    [Fact]
    public async Task ProcessStream_GoesOnPastFailedItems_WhenErrorsAreTaken()
    {
        var processor = Doubling(static item => item is 3 or 25 or 99 ? new FormatException("no") : null, SmallChunks);
        List<BatchError> errors = [];

        var outputs = await processor
            .ProcessStreamAsync(Numbers(Enumerable.Range(0, 100)).ToAsyncEnumerable(), errors.Add)
            .ToListAsync();

        Assert.Equal(Doubles(Enumerable.Range(0, 100).Except([3, 25, 99])), Values(outputs));
        Assert.Equal([3, 25, 99], errors.Select(static error => error.Index));
    }

    [Fact]
    public async Task ProcessStream_RethrowsTheSourcesError_AfterTheWholeChunksBeforeIt()
    {
        static async IAsyncEnumerable<Number> Source()
        {
            for (var i = 0; i < 45; i++)
                yield return new Number { Value = i };
            await Task.Yield();
            throw new InvalidDataException("the source broke");
        }

        List<long> outputs = [];

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var output in Doubling(options: SmallChunks).ProcessStreamAsync(Source()))
                outputs.Add(output.Twice);
        });

        Assert.Equal(Doubles(Enumerable.Range(0, 40)), outputs);
    }

    [Fact]
    public async Task ProcessStream_ReadsABoundedNumberAhead_AndEndsTheSource_WhenTheConsumerLeaves()
    {
        var read = 0;
        var ended = false;
        async IAsyncEnumerable<Number> Endless([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            try
            {
                for (; ; read++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await Task.Yield();
                    yield return new Number { Value = read };
                }
            }
            finally
            {
                ended = true;
            }
        }

        await foreach (var output in Doubling(options: SmallChunks).ProcessStreamAsync(Endless()))
        {
            if (output.Twice == 200)
                break;
        }

        Assert.True(ended);
        Assert.InRange(read, 101, 101 + (5 * 10));
    }

    [Fact]
    public async Task ProcessStream_Throws_WhenCancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var stream = Doubling(options: SmallChunks)
            .ProcessStreamAsync(Numbers(Enumerable.Range(0, int.MaxValue)).ToAsyncEnumerable(), cancellation.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var output in stream)
            {
                if (output.Twice == 100)
                    await cancellation.CancelAsync();
            }
        });
    }
}
