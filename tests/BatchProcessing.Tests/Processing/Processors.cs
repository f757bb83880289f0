using BatchProcessing.Processing;

namespace BatchProcessing.Tests.Processing;

/// <summary>Processors that double numbers, and throw for chosen ones.</summary>
internal static class Processors
{
    /// <param name="fault">What to throw for a number, or null to double it.</param>
    /// <param name="options">Options; the defaults when null.</param>
    /// <param name="clock">The clock; a skipping one when null.</param>
    /// <param name="metrics">Where to count, if anywhere.</param>
    public static ChunkedBatchProcessor<int, long> Doubling(
        Func<int, Exception?>? fault = null,
        BatchProcessorOptions? options = null,
        TimeProvider? clock = null,
        BatchProcessingMetrics? metrics = null) =>
        new("doubling", DoublingFunction(fault), options ?? new BatchProcessorOptions(), clock ?? new SkippingClock(), metrics);

    public static ChunkFunction<int, long> DoublingFunction(Func<int, Exception?>? fault = null) =>
        (input, output, cancellationToken) =>
        {
            for (var i = 0; i < input.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (fault?.Invoke(input.Span[i]) is { } exception)
                    throw exception;
                output.Span[i] = input.Span[i] * 2L;
            }

            return ValueTask.CompletedTask;
        };

    public static IEnumerable<long> Doubles(IEnumerable<int> items) => items.Select(static item => item * 2L);
}
