namespace BatchProcessing.Processing;

/// <summary>What one processor did in the last hour.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Chunks">Chunks that ended.</param>
/// <param name="Succeeded">Items that succeeded.</param>
/// <param name="Failed">Items that failed.</param>
/// <param name="Retries">Retries of transient errors.</param>
/// <param name="Duration">Time spent in chunks, summed over those that ran side by side.</param>
public sealed record ProcessorMetrics(
    string Processor, long Chunks, long Succeeded, long Failed, long Retries, TimeSpan Duration)
{
    /// <summary>Items that ended, succeeded or failed.</summary>
    public long Items => Succeeded + Failed;

    /// <summary>Items per second of <see cref="Duration"/>, that is, per worker; 0 when no time was spent.</summary>
    public double ThroughputPerSecond => Duration > TimeSpan.Zero ? Items / Duration.TotalSeconds : 0;

    /// <summary>Share of items that succeeded, 0 to 1; 1 when there were none.</summary>
    public double SuccessRate => Items > 0 ? (double)Succeeded / Items : 1;
}
