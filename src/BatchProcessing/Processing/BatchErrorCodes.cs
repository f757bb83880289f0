namespace BatchProcessing.Processing;

/// <summary>The codes a <see cref="BatchError"/> can carry.</summary>
public static class BatchErrorCodes
{
    /// <summary>The item alone makes the chunk function throw; trying again would not help.</summary>
    public const string ProcessingFailed = "processing-failed";

    /// <summary>A transient fault outlasted all retries; trying again later may help.</summary>
    public const string RetriesExhausted = "retries-exhausted";
}
