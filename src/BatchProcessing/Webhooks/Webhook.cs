namespace BatchProcessing.Webhooks;

/// <summary>An address that a tenant has registered, to be told of the ends of all its batches.</summary>
public sealed record Webhook
{
    /// <summary>A version 7 UUID.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose batches it is told of.</summary>
    public required string TenantId { get; init; }

    /// <summary>Where deliveries go.</summary>
    public required Uri Url { get; init; }

    /// <summary>What it is told of: names of <see cref="WebhookEvent"/>, at least one.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Why nothing is delivered to it any more, or null while it is enabled.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
