using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;

namespace BatchProcessing.Processing;

/// <summary>
/// Runs a <see cref="ChunkFunction{TInput,TOutput}"/> over batches and streams, with retries of transient errors and
/// isolation of the items that throw. Safe for concurrent use when the chunk function is.
/// </summary>
/// <typeparam name="TInput">One item to process; structs are not boxed.</typeparam>
/// <typeparam name="TOutput">What one item becomes; structs are not boxed.</typeparam>
public sealed class ChunkedBatchProcessor<TInput, TOutput> : IBatchProcessor<TInput, TOutput>
{
    private readonly ChunkFunction<TInput, TOutput> _process;
    private readonly BatchProcessorOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly BatchProcessingMetrics? _metrics;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _retries;

    /// <summary>Creates a processor.</summary>
    /// <param name="name">Its name in metrics, logs and the health check.</param>
    /// <param name="process">The work on one chunk.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="timeProvider">The clock of durations and of waits between retries.</param>
    /// <param name="metrics">Where chunks are counted, if anywhere.</param>
    /// <param name="logger">Where retries and failures are logged, if anywhere.</param>
    public ChunkedBatchProcessor(
        string name,
        ChunkFunction<TInput, TOutput> process,
        BatchProcessorOptions options,
        TimeProvider timeProvider,
        BatchProcessingMetrics? metrics = null,
        ILogger? logger = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        Name = name;
        _process = process;
        _options = options;
        _timeProvider = timeProvider;
        _metrics = options.EnableMetrics ? metrics : null;
        _logger = logger ?? NullLogger.Instance;
        _retries = RetryPipeline.Create(options, timeProvider, OnRetry);
    }

    /// <summary>The processor's name in metrics, logs and the health check.</summary>
    public string Name { get; }

    /// <summary>
    /// Processes one chunk in place: the path for callers that hold their own buffers. It allocates a fixed amount a call,
    /// whatever the number of items, as long as nothing throws.
    /// </summary>
    /// <param name="input">The items.</param>
    /// <param name="output">As long as <paramref name="input"/>; the place of a failed item is left at its default.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The errors by ascending index; empty when every item succeeded.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<IReadOnlyList<BatchError>> ProcessChunkAsync(
        ReadOnlyMemory<TInput> input, Memory<TOutput> output, CancellationToken cancellationToken = default)
    {
        if (input.Length != output.Length)
            throw new ArgumentException($"{input.Length} inputs need as many outputs, not {output.Length}.", nameof(output));
        cancellationToken.ThrowIfCancellationRequested();
        if (input.IsEmpty)
            return [];
        var start = _timeProvider.GetTimestamp();
        var run = new ChunkRun<TInput, TOutput>(_process, _retries, _options.IsTransient, input, output);
        var errors = await run.RunAsync(cancellationToken);
        Report(input.Length, errors, _timeProvider.GetElapsedTime(start));
        return errors;
    }

    /// <inheritdoc/>
    public Task<BatchResult<TOutput>> ProcessBatchAsync(
        IEnumerable<TInput> items, CancellationToken cancellationToken = default) =>
        ProcessAsync(items, 1, cancellationToken);

    /// <inheritdoc/>
    public Task<BatchResult<TOutput>> ProcessParallelAsync(
        IEnumerable<TInput> items, int? maxDegreeOfParallelism = null, CancellationToken cancellationToken = default)
    {
        if (maxDegreeOfParallelism is { } degree)
            ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1, nameof(maxDegreeOfParallelism));
        return ProcessAsync(items, maxDegreeOfParallelism ?? _options.MaxConcurrency, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<TOutput> ProcessStreamAsync(
        IAsyncEnumerable<TInput> items, CancellationToken cancellationToken = default) =>
        ProcessStreamAsync(items, static error => throw new BatchItemException(error), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<TOutput> ProcessStreamAsync(
        IAsyncEnumerable<TInput> items, Action<BatchError> onError, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(onError);
        return EnumerateAsync(items, onError, cancellationToken);
    }

    private async Task<BatchResult<TOutput>> ProcessAsync(
        IEnumerable<TInput> items, int parallelism, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        var start = _timeProvider.GetTimestamp();
        var inputs = items as TInput[] ?? [.. items];
        var outputs = new TOutput[inputs.Length];
        // A batch smaller than the full chunks of all workers is cut finer, so that each has a share.
        var chunkSize = Math.Clamp((int)Math.Ceiling(inputs.Length / (double)parallelism), 1, _options.StreamBatchSize);
        var errors = new IReadOnlyList<BatchError>[(inputs.Length + chunkSize - 1) / chunkSize];
        await Parallel.ForAsync(
            0,
            errors.Length,
            new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken },
            async (chunk, token) =>
            {
                var first = chunk * chunkSize;
                var length = Math.Min(chunkSize, inputs.Length - first);
                var found = await ProcessChunkAsync(
                    new ReadOnlyMemory<TInput>(inputs, first, length), outputs.AsMemory(first, length), token);
                errors[chunk] = BatchErrors.Shift(found, first);
            });
        List<BatchError> failed = [.. errors.SelectMany(static found => found)];
        return new BatchResult<TOutput>(
            BatchErrors.Succeeded(outputs, failed), failed, _timeProvider.GetElapsedTime(start));
    }

    private async IAsyncEnumerable<TOutput> EnumerateAsync(
        IAsyncEnumerable<TInput> items,
        Action<BatchError> onError,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var chunks = new ChunkStream<TInput, TOutput>(this, items, _options.StreamBatchSize, cancellationToken);
        await foreach (var chunk in chunks.ReadAllAsync(cancellationToken))
        {
            var next = 0;
            for (var index = 0; index < chunk.Outputs.Length; index++)
            {
                if (next < chunk.Errors.Count && chunk.Errors[next].Index == chunk.First + index)
                    onError(chunk.Errors[next++]);
                else
                    yield return chunk.Outputs[index];
            }
        }
    }

    private void OnRetry(Exception exception, int retry, TimeSpan delay)
    {
        _metrics?.RecordRetry(Name);
        _logger.LogWarning(
            exception, "{Processor}: transient error, retry {Retry} of {MaxRetries} in {Delay}",
            Name, retry, _options.MaxRetries, delay);
    }

    private void Report(int items, IReadOnlyList<BatchError> errors, TimeSpan duration)
    {
        _metrics?.RecordChunk(Name, items - errors.Count, errors.Count, duration);
        if (errors.Count > 0)
            _logger.LogWarning(
                errors[0].Exception, "{Processor}: {Failed} of {Items} items failed, first {Code}",
                Name, errors.Count, items, errors[0].Code);
        else if (_options.EnableDetailedLogging)
            _logger.LogInformation("{Processor}: {Items} items in {Duration}", Name, items, duration);
    }
}
