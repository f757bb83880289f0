using Microsoft.Extensions.Options;

namespace BatchProcessing.Webhooks;

/// <summary>
/// When a delivery that was not taken is tried again: exponential backoff with jitter, in the order of the schedule that
/// Standard Webhooks suggests. With the defaults the tries come at once, then about 5 s, 25 s, 2 min, 10 min, 52 min, 4 h
/// and three times 22 h later, which is three days.
/// </summary>
public sealed class DeliverySchedule(IOptions<WebhookOptions> options)
{
    private const double Growth = 5;
    private const double Jitter = 0.2;

    /// <summary>How long to wait after a try.</summary>
    /// <param name="attempt">The try that was not taken, from 1.</param>
    /// <param name="retryAfter">What the receiver asked for, or null; never a reason to come earlier.</param>
    /// <returns>Null when it was the last one.</returns>
    public TimeSpan? DelayAfter(int attempt, TimeSpan? retryAfter)
    {
        WebhookOptions o = options.Value;
        if (attempt >= o.MaxAttempts) return null;
        double longest = o.MaxDelay.TotalMilliseconds;
        double backoff = Math.Min(o.FirstDelay.TotalMilliseconds * Math.Pow(Growth, attempt - 1), longest);
        double jittered = backoff * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble()));
        double asked = Math.Min(retryAfter?.TotalMilliseconds ?? 0, longest);
        return TimeSpan.FromMilliseconds(Math.Max(jittered, asked));
    }
}
