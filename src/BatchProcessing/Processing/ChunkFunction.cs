namespace BatchProcessing.Processing;

/// <summary>
/// Processes a whole chunk: writes <c>output.Span[i]</c> for each <c>input.Span[i]</c>, or throws. It is called again with
/// the same or a narrower range after it threw, so it must tolerate repetition.
/// </summary>
/// <param name="input">The items; at least one.</param>
/// <param name="output">As long as <paramref name="input"/>; to be filled completely.</param>
/// <param name="cancellationToken">Stops the work.</param>
/// <typeparam name="TInput">One item to process.</typeparam>
/// <typeparam name="TOutput">What one item becomes.</typeparam>
public delegate ValueTask ChunkFunction<TInput, TOutput>(
    ReadOnlyMemory<TInput> input, Memory<TOutput> output, CancellationToken cancellationToken);
