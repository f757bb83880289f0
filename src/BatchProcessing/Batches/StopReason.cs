namespace BatchProcessing.Batches;

/// <summary>Why the service itself stopped a batch: stable words that callers may switch on.</summary>
public static class StopReason
{
    /// <summary>More documents failed than its <see cref="FailureLimit"/> allows.</summary>
    public const string FailureThreshold = "failure-threshold";

    /// <summary>The batch it waited for did not end as it had to.</summary>
    public const string Predecessor = "predecessor";
}
