using System.Text.Json.Nodes;
using BatchProcessing.Webhooks;

namespace BatchProcessing.Server.Api;

/// <summary>One message to one receiver.</summary>
/// <param name="Id">The message: the header webhook-id.</param>
/// <param name="BatchId">The batch that has ended.</param>
/// <param name="Run">The run of it.</param>
/// <param name="Event">batch.completed, batch.failed or batch.cancelled.</param>
/// <param name="WebhookId">The registered webhook; null for the webhookUrl of the upload.</param>
/// <param name="Url">Where it goes.</param>
/// <param name="State">pending, delivered or failed.</param>
/// <param name="Attempts">Tries so far; a redelivery begins anew.</param>
/// <param name="NextAttemptAt">When it is tried next.</param>
/// <param name="CreatedAt">When the batch ended.</param>
/// <param name="EndedAt">When it was delivered or given up.</param>
/// <param name="LastAttempt">What came of the last try.</param>
/// <param name="Payload">The body.</param>
public sealed record DeliveryResponse(
    Guid Id,
    Guid BatchId,
    int Run,
    string Event,
    Guid? WebhookId,
    Uri Url,
    string State,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    AttemptResponse? LastAttempt,
    JsonNode? Payload)
{
    internal static DeliveryResponse Of(Delivery d) => new(
        d.Id, d.BatchId, d.Run, d.Event, d.WebhookId, d.Url,
        d.State switch { DeliveryState.Pending => "pending", DeliveryState.Delivered => "delivered", _ => "failed" },
        d.Attempts, d.NextAttemptAt, d.CreatedAt, d.EndedAt, AttemptResponse.Of(d), JsonNode.Parse(d.Payload));
}

/// <summary>What came of a try.</summary>
/// <param name="At">When it began.</param>
/// <param name="Status">The HTTP status of the answer.</param>
/// <param name="Error">Why there was none: timeout, no-public-address, connection-error …</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
public sealed record AttemptResponse(DateTimeOffset At, int? Status, string? Error, long DurationMs)
{
    internal static AttemptResponse? Of(Delivery d) => d is { LastAttempt: { } last, LastAttemptAt: { } at }
        ? new AttemptResponse(at, last.Status, last.Error, (long)last.Duration.TotalMilliseconds)
        : null;
}
