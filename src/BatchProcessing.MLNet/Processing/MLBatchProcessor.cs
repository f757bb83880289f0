using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using BatchProcessing.Processing;
using Microsoft.Extensions.Logging;
using Microsoft.ML;

namespace BatchProcessing.MLNet.Processing;

/// <summary>
/// Runs any <see cref="ITransformer"/> over batches and streams: one data view for each chunk, outputs in input order, and
/// only the items fail on which it throws. Safe for concurrent use, as <see cref="ITransformer.Transform"/> is.
/// </summary>
/// <typeparam name="TInput">A row of the transformer's input: public fields or properties are its columns.</typeparam>
/// <typeparam name="TOutput">What is read of a row of its output: public fields or properties are columns.</typeparam>
public sealed class MLBatchProcessor<TInput, TOutput> : IBatchProcessor<TInput, TOutput>
    where TInput : class
    where TOutput : class, new()
{
    private readonly MLContext _context;
    private readonly ITransformer _transformer;
    private readonly ChunkedBatchProcessor<TInput, TOutput> _chunks;

    /// <summary>Creates a processor; the columns of both classes are checked against the transformer at once.</summary>
    /// <param name="context">The context the transformer was trained or loaded with.</param>
    /// <param name="transformer">A trained pipeline that gives one row for each row.</param>
    /// <param name="options">Chunk size, retries, concurrency; the defaults when null.</param>
    /// <param name="name">Its name in metrics, logs and the health check; the name of the input class when null.</param>
    /// <param name="timeProvider">The clock of durations and of waits between retries; the system's when null.</param>
    /// <param name="metrics">Where chunks are counted, if anywhere.</param>
    /// <param name="logger">Where retries and failures are logged, if anywhere.</param>
    /// <exception cref="SchemaMismatchException">A column is missing or of another type; the message names it.</exception>
    public MLBatchProcessor(
        MLContext context,
        ITransformer transformer,
        BatchProcessorOptions? options = null,
        string? name = null,
        TimeProvider? timeProvider = null,
        BatchProcessingMetrics? metrics = null,
        ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(transformer);
        SchemaCheck.Check<TInput, TOutput>(context, transformer);
        (_context, _transformer) = (context, transformer);
        _chunks = new ChunkedBatchProcessor<TInput, TOutput>(
            name ?? typeof(TInput).Name, Transform, options ?? new BatchProcessorOptions(), timeProvider ?? TimeProvider.System, metrics, logger);
    }

    /// <inheritdoc/>
    public Task<BatchResult<TOutput>> ProcessBatchAsync(IEnumerable<TInput> items, CancellationToken cancellationToken = default) =>
        _chunks.ProcessBatchAsync(items, cancellationToken);

    /// <inheritdoc/>
    public Task<BatchResult<TOutput>> ProcessParallelAsync(
        IEnumerable<TInput> items, int? maxDegreeOfParallelism = null, CancellationToken cancellationToken = default) =>
        _chunks.ProcessParallelAsync(items, maxDegreeOfParallelism, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<TOutput> ProcessStreamAsync(IAsyncEnumerable<TInput> items, CancellationToken cancellationToken = default) =>
        _chunks.ProcessStreamAsync(items, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<TOutput> ProcessStreamAsync(
        IAsyncEnumerable<TInput> items, Action<BatchError> onError, CancellationToken cancellationToken = default) =>
        _chunks.ProcessStreamAsync(items, onError, cancellationToken);

    private ValueTask Transform(ReadOnlyMemory<TInput> input, Memory<TOutput> output, CancellationToken cancellationToken)
    {
        try
        {
            int count = Fill(output.Span, input, cancellationToken);
            // Which row is missing, or too many, shows when the chunk is narrowed down to it.
            return count == output.Length
                ? ValueTask.CompletedTask
                : throw new InvalidOperationException($"The transformer gave {count} rows for {output.Length}; it must give one for each.");
        }
        catch (InvalidOperationException e) when (IsWrapped(e))
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }

    private int Fill(Span<TOutput> outputs, ReadOnlyMemory<TInput> input, CancellationToken cancellationToken)
    {
        IDataView rows = _context.Data.LoadFromEnumerable(MemoryMarshal.ToEnumerable(input));
        int count = 0;
        foreach (TOutput row in _context.Data.CreateEnumerable<TOutput>(_transformer.Transform(rows), reuseRowObject: false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (count < outputs.Length) outputs[count] = row;
            count++;
        }

        return count;
    }

    /// <summary>A cursor reads rows on threads of its own; what is thrown there comes out inside an exception of ML.NET.</summary>
    private static bool IsWrapped(InvalidOperationException exception) =>
        exception.InnerException is not null && exception.Source?.StartsWith("Microsoft.ML", StringComparison.Ordinal) == true;
}
