namespace BatchProcessing.Webhooks;

/// <summary>What came of one try.</summary>
/// <param name="Status">The HTTP status of the answer, or null when there was none.</param>
/// <param name="Error">Why there was none: <c>timeout</c>, <c>no-public-address</c> or what the connection said; else null.</param>
/// <param name="Duration">How long it took.</param>
public sealed record DeliveryAttempt(int? Status, string? Error, TimeSpan Duration)
{
    /// <summary>How long the receiver asks to wait, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the receiver has taken the message.</summary>
    public bool IsTaken => Status is >= 200 and <= 299;

    /// <summary>Whether the receiver wants no message any more.</summary>
    public bool IsGone => Status == 410;
}
