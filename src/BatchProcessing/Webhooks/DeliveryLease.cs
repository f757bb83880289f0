namespace BatchProcessing.Webhooks;

/// <summary>The right to try one delivery, with its fencing token.</summary>
/// <param name="Delivery">The delivery; the try is counted.</param>
/// <param name="Fence">The token: recording with an older one changes nothing.</param>
/// <param name="Secrets">The secrets in force, the newest first.</param>
public sealed record DeliveryLease(Delivery Delivery, long Fence, IReadOnlyList<string> Secrets)
{
    /// <summary>The trace of the batch's upload; null when there is none, or the batch is deleted.</summary>
    public string? TraceParent { get; init; }
}
