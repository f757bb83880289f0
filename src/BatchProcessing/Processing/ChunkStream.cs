using System.Threading.Channels;

namespace BatchProcessing.Processing;

/// <summary>
/// Reads and processes a stream in the background, a bounded number of chunks ahead of its consumer. Disposing it stops
/// the background work and waits for its end.
/// </summary>
internal sealed class ChunkStream<TInput, TOutput> : IAsyncDisposable
{
    /// <summary>Processed chunks that wait for the consumer: enough that neither side waits for the other's next step.</summary>
    private const int ChunksAhead = 2;

    private readonly Channel<ProcessedChunk> _channel = Channel.CreateBounded<ProcessedChunk>(
        new BoundedChannelOptions(ChunksAhead) { SingleReader = true, SingleWriter = true });

    private readonly ChunkedBatchProcessor<TInput, TOutput> _processor;
    private readonly int _chunkSize;
    private readonly CancellationTokenSource _stop;
    private readonly Task _pump;

    public ChunkStream(
        ChunkedBatchProcessor<TInput, TOutput> processor,
        IAsyncEnumerable<TInput> items,
        int chunkSize,
        CancellationToken cancellationToken)
    {
        _processor = processor;
        _chunkSize = chunkSize;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _pump = Task.Run(() => PumpAsync(items, _stop.Token), CancellationToken.None);
    }

    /// <summary>The chunks in input order; throws what the source or the processor threw, after the chunks before it.</summary>
    public IAsyncEnumerable<ProcessedChunk> ReadAllAsync(CancellationToken cancellationToken) =>
        _channel.Reader.ReadAllAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pump;
        _stop.Dispose();
    }

    private async Task PumpAsync(IAsyncEnumerable<TInput> items, CancellationToken cancellationToken)
    {
        Exception? fault = null;
        var first = 0L;
        try
        {
            await foreach (var inputs in items.Chunk(_chunkSize).WithCancellation(cancellationToken))
            {
                var outputs = new TOutput[inputs.Length];
                var errors = await _processor.ProcessChunkAsync(inputs, outputs, cancellationToken);
                var processed = new ProcessedChunk(first, outputs, BatchErrors.Shift(errors, first));
                await _channel.Writer.WriteAsync(processed, cancellationToken);
                first += outputs.Length;
            }
        }
        catch (Exception exception)
        {
            fault = exception;
        }

        _channel.Writer.Complete(fault);
    }

    /// <summary>A chunk's outputs, its errors (indexes of the whole stream), and the index of its first item.</summary>
    internal readonly record struct ProcessedChunk(
        long First, TOutput[] Outputs, IReadOnlyList<BatchError> Errors);
}
