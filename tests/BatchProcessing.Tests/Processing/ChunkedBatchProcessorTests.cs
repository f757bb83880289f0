using BatchProcessing.Processing;

namespace BatchProcessing.Tests.Processing;

/// <summary>The contract over the default processor.</summary>
public sealed class ChunkedBatchProcessorTests : BatchProcessorContract
{
    protected override IBatchProcessor<Number, Doubled> Doubling(
        Func<int, Exception?>? fault = null, BatchProcessorOptions? options = null, TimeProvider? clock = null) =>
        new ChunkedBatchProcessor<Number, Doubled>(
            "doubling",
            (input, output, cancellationToken) =>
            {
                for (var i = 0; i < input.Length; i++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (fault?.Invoke(input.Span[i].Value) is { } exception)
                        throw exception;
                    output.Span[i] = new Doubled { Twice = input.Span[i].Value * 2L };
                }

                return ValueTask.CompletedTask;
            },
            options ?? new BatchProcessorOptions(),
            clock ?? new SkippingClock());
}
