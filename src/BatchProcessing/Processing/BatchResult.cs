namespace BatchProcessing.Processing;

/// <summary>What became of a finite batch. Every input is either in <see cref="Results"/> or in <see cref="Errors"/>.</summary>
/// <param name="Results">The outputs of the items that succeeded, in input order.</param>
/// <param name="Errors">One error for each item that failed, by ascending index.</param>
/// <param name="ProcessingTime">Wall-clock time of the whole batch.</param>
/// <typeparam name="T">What one item becomes.</typeparam>
public sealed record BatchResult<T>(
    IReadOnlyList<T> Results, IReadOnlyList<BatchError> Errors, TimeSpan ProcessingTime)
{
    /// <summary>Number of items given to the processor.</summary>
    public int InputCount => Results.Count + Errors.Count;

    /// <summary>Number of items that succeeded.</summary>
    public int OutputCount => Results.Count;

    /// <summary>True when no item failed; also of an empty batch.</summary>
    public bool Success => Errors.Count == 0;

    /// <summary>Items (succeeded and failed) per second of wall-clock time; 0 when no time passed.</summary>
    public double ThroughputPerSecond =>
        ProcessingTime > TimeSpan.Zero ? InputCount / ProcessingTime.TotalSeconds : 0;
}
