namespace BatchProcessing.Batches;

/// <summary>The counts of a batch do not add up to its input.</summary>
/// <param name="message">The figures.</param>
public sealed class LedgerException(string message) : Exception(message);
