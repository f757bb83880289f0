using BatchProcessing.Batches;

namespace BatchProcessing.Webhooks;

/// <summary>What callers are told of: stable words that they may switch on.</summary>
public static class WebhookEvent
{
    /// <summary>A batch has ended: every document succeeded or failed.</summary>
    public const string Completed = "batch.completed";

    /// <summary>A batch has ended because too much of it failed.</summary>
    public const string Failed = "batch.failed";

    /// <summary>A batch has ended on request, or because its predecessor did not end as it had to.</summary>
    public const string Cancelled = "batch.cancelled";

    /// <summary>Every event.</summary>
    public static IReadOnlyList<string> All { get; } = [Completed, Failed, Cancelled];

    /// <summary>The event of a batch's end.</summary>
    /// <param name="status">A terminal status.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch has not ended.</exception>
    public static string OfEnd(BatchStatus status) => status switch
    {
        BatchStatus.Completed => Completed,
        BatchStatus.Failed => Failed,
        BatchStatus.Cancelled => Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "The batch has not ended."),
    };
}
