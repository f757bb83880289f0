namespace BatchProcessing.Batches;

/// <summary>Why the service itself stopped a batch.</summary>
public enum StopReason
{
    /// <summary>More documents failed than its <see cref="FailureLimit"/> allows.</summary>
    FailureThreshold,

    /// <summary>The batch it waited for did not end as it had to.</summary>
    Predecessor,
}
