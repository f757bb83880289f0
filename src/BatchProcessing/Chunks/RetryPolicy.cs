namespace BatchProcessing.Chunks;

/// <summary>
/// When a chunk that failed for a passing reason is tried again: full jitter over exponential backoff, as in
/// "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015), kept above half so that a retry never comes at once.
/// </summary>
/// <param name="maxRetries">Further attempts after the first, from 0.</param>
/// <param name="delay">The backoff of the first retry; it doubles with each one.</param>
public sealed class RetryPolicy(int maxRetries, TimeSpan delay)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>How long to wait after an attempt.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <returns>Null when it was the last one.</returns>
    public TimeSpan? DelayAfter(int attempt)
    {
        if (attempt > maxRetries) return null;
        double backoff = Math.Min(delay.TotalMilliseconds * Math.Pow(2, attempt - 1), Longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(backoff * (0.5 + (0.5 * Random.Shared.NextDouble())));
    }
}
