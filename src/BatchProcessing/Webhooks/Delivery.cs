namespace BatchProcessing.Webhooks;

/// <summary>One message to one receiver about the end of one run of a batch: a row of the outbox.</summary>
public sealed record Delivery
{
    /// <summary>A version 7 UUID: the value of <c>webhook-id</c>, the same with every try.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who owns the batch.</summary>
    public required string TenantId { get; init; }

    /// <summary>The batch, which may be deleted by now.</summary>
    public required Guid BatchId { get; init; }

    /// <summary>The run that has ended.</summary>
    public required int Run { get; init; }

    /// <summary>One of <see cref="WebhookEvent"/>.</summary>
    public required string Event { get; init; }

    /// <summary>The registered webhook, or null for the address that the batch's upload brought.</summary>
    public Guid? WebhookId { get; init; }

    /// <summary>Where it goes.</summary>
    public required Uri Url { get; init; }

    /// <summary>The body, as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>Tries so far, the one in progress included.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it is tried next, or null when it has ended.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When the batch ended.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was delivered or given up, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When the last recorded try began, or null when there is none.</summary>
    public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>What came of that try, or null when there is none.</summary>
    public DeliveryAttempt? LastAttempt { get; init; }
}
