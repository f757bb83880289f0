using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Processing;

/// <summary>What who asks for a processor without its name gets: the only one of its types.</summary>
/// <typeparam name="TInput">One item to process.</typeparam>
/// <typeparam name="TOutput">What one item becomes.</typeparam>
internal sealed class OnlyBatchProcessor<TInput, TOutput> : IBatchProcessor<TInput, TOutput>
{
    private readonly IBatchProcessor<TInput, TOutput> _processor;

    public OnlyBatchProcessor(IServiceProvider services, IEnumerable<ProcessorName<TInput, TOutput>> names)
    {
        string types = $"{typeof(TInput).Name} to {typeof(TOutput).Name}";
        _processor = names.Select(n => n.Name).ToList() switch
        {
            [var name] => services.GetRequiredKeyedService<IBatchProcessor<TInput, TOutput>>(name),
            [] => throw new InvalidOperationException($"There is no processor of {types}; add one to what AddBatchProcessing returns."),
            var many => throw new InvalidOperationException(
                $"There are {many.Count} processors of {types} ({string.Join(", ", many)}); ask for one by its name: [FromKeyedServices(\"{many[0]}\")]."),
        };
    }

    /// <inheritdoc/>
    public Task<BatchResult<TOutput>> ProcessBatchAsync(IEnumerable<TInput> items, CancellationToken cancellationToken = default) =>
        _processor.ProcessBatchAsync(items, cancellationToken);

    /// <inheritdoc/>
    public Task<BatchResult<TOutput>> ProcessParallelAsync(
        IEnumerable<TInput> items, int? maxDegreeOfParallelism = null, CancellationToken cancellationToken = default) =>
        _processor.ProcessParallelAsync(items, maxDegreeOfParallelism, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<TOutput> ProcessStreamAsync(IAsyncEnumerable<TInput> items, CancellationToken cancellationToken = default) =>
        _processor.ProcessStreamAsync(items, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<TOutput> ProcessStreamAsync(
        IAsyncEnumerable<TInput> items, Action<BatchError> onError, CancellationToken cancellationToken = default) =>
        _processor.ProcessStreamAsync(items, onError, cancellationToken);
}
