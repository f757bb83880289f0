using BatchProcessing.Jobs;
using BatchProcessing.Webhooks;

namespace BatchProcessing.Overview;

/// <summary>What happened at the end of a batch, after all its chunks.</summary>
/// <param name="Place">Who did it; null of batches that an earlier version ended.</param>
/// <param name="ClaimedAt">When the right to end the batch was taken, or null as well.</param>
/// <param name="EndedAt">When the end was recorded.</param>
/// <param name="Deliveries">Who is told, the latest run first.</param>
public sealed record Continuation(
    WorkPlace? Place, DateTimeOffset? ClaimedAt, DateTimeOffset EndedAt, IReadOnlyList<DeliveryTrace> Deliveries);

/// <summary>What became of telling one receiver of the end of a batch.</summary>
/// <param name="Run">The run that ended.</param>
/// <param name="Event">One of <see cref="WebhookEvent"/>.</param>
/// <param name="Host">The receiver.</param>
/// <param name="State">Where the delivery is.</param>
/// <param name="Attempts">Tries so far.</param>
/// <param name="LastStatus">The status that the receiver answered last, or null.</param>
/// <param name="LastError">What last went wrong, or null.</param>
public sealed record DeliveryTrace(
    int Run, string Event, string Host, DeliveryState State, int Attempts, int? LastStatus, string? LastError);
