namespace BatchProcessing.Processing;

/// <summary>
/// Turns many inputs into outputs, chunk by chunk. An item that cannot be processed fails alone: it never takes its
/// neighbours with it, and it is always reported.
/// </summary>
/// <typeparam name="TInput">One item to process.</typeparam>
/// <typeparam name="TOutput">What one item becomes.</typeparam>
public interface IBatchProcessor<TInput, TOutput>
{
    /// <summary>Processes a finite batch, one chunk after the other.</summary>
    /// <param name="items">The inputs, read once and held in memory until the batch ends.</param>
    /// <param name="cancellationToken">Stops the batch.</param>
    /// <returns>The outputs in input order, and one error for each item that failed.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled. Cancellation is never an item's error.</exception>
    Task<BatchResult<TOutput>> ProcessBatchAsync(IEnumerable<TInput> items, CancellationToken cancellationToken = default);

    /// <summary>Processes a finite batch, several chunks at a time.</summary>
    /// <param name="items">The inputs, read once and held in memory until the batch ends.</param>
    /// <param name="maxDegreeOfParallelism">Chunks in flight, at least 1; the configured maximum when null.</param>
    /// <param name="cancellationToken">Stops the batch.</param>
    /// <returns>The outputs in input order, and one error for each item that failed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The degree of parallelism is below 1.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<BatchResult<TOutput>> ProcessParallelAsync(
        IEnumerable<TInput> items, int? maxDegreeOfParallelism = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Processes a stream of any length in bounded memory. Outputs come in input order. The first item that fails ends
    /// the stream: all outputs before it are delivered, then enumeration throws.
    /// </summary>
    /// <param name="items">The inputs. An exception it throws is rethrown after the outputs of the whole chunks before it.</param>
    /// <param name="cancellationToken">Stops the stream.</param>
    /// <exception cref="BatchItemException">An item failed; carries its <see cref="BatchError"/>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    IAsyncEnumerable<TOutput> ProcessStreamAsync(IAsyncEnumerable<TInput> items, CancellationToken cancellationToken = default);

    /// <summary>
    /// Processes a stream of any length in bounded memory and goes on past items that fail: each is handed to
    /// <paramref name="onError"/> at its place in the order and yields no output.
    /// </summary>
    /// <param name="items">The inputs. An exception it throws is rethrown after the outputs of the whole chunks before it.</param>
    /// <param name="onError">Called on the consumer's side, in input order, once for each failed item.</param>
    /// <param name="cancellationToken">Stops the stream.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    IAsyncEnumerable<TOutput> ProcessStreamAsync(
        IAsyncEnumerable<TInput> items, Action<BatchError> onError, CancellationToken cancellationToken = default);
}
