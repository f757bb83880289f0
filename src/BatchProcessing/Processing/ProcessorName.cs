namespace BatchProcessing.Processing;

/// <summary>Tells that there is a processor of two types, and its key.</summary>
/// <param name="Name">The key.</param>
/// <typeparam name="TInput">One item to process.</typeparam>
/// <typeparam name="TOutput">What one item becomes.</typeparam>
internal sealed record ProcessorName<TInput, TOutput>(string Name);
