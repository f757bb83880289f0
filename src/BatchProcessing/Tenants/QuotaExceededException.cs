namespace BatchProcessing.Tenants;

/// <summary>A quota of a tenant is used up.</summary>
/// <param name="type">Which: the stable slug of the problem.</param>
/// <param name="message">What is allowed, and what was asked for.</param>
/// <param name="retryAfter">After what time it is worth asking again.</param>
public sealed class QuotaExceededException(string type, string message, TimeSpan retryAfter) : Exception(message)
{
    /// <summary>Documents of batches that have not ended.</summary>
    public const string Queued = "queued-quota";

    /// <summary>Documents of a day.</summary>
    public const string Daily = "daily-quota";

    /// <summary>The stable slug of the problem.</summary>
    public string Type { get; } = type;

    /// <summary>After what time it is worth asking again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
