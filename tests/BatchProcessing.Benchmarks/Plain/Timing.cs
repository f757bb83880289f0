namespace BatchProcessing.Benchmarks.Plain;

/// <summary>What a way took for its documents.</summary>
/// <param name="Documents">How many.</param>
/// <param name="Elapsed">From the first byte read to the last result.</param>
/// <param name="ProcessorTime">Of all processes that took part.</param>
internal sealed record Timing(int Documents, TimeSpan Elapsed, TimeSpan ProcessorTime);
