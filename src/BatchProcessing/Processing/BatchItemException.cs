namespace BatchProcessing.Processing;

/// <summary>Ends a stream at an item that failed.</summary>
/// <param name="error">The item's error.</param>
public sealed class BatchItemException(BatchError error)
    : Exception($"Item {error.Index} failed ({error.Code}): {error.Message}", error.Exception)
{
    /// <summary>The item's place, code and cause.</summary>
    public BatchError Error { get; } = error;
}
