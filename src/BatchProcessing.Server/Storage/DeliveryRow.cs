using BatchProcessing.Webhooks;

namespace BatchProcessing.Server.Storage;

/// <summary>A row of the table <c>deliveries</c> as the driver gives it.</summary>
internal sealed class DeliveryRow
{
    /// <summary>The target of the address that a batch's upload brought; the others are ids of webhooks.</summary>
    public const string BatchTarget = "batch";

    public const string Columns =
        "id, tenant_id AS TenantId, batch_id AS BatchId, run, kind, target, url, payload, state, attempt, fence, "
        + "not_before AS NotBefore, created_at AS CreatedAt, ended_at AS EndedAt, last_at AS LastAt, last_status AS LastStatus, "
        + "last_error AS LastError, last_ms AS LastMs";

    public string Id { get; set; } = "";
    public string TenantId { get; set; } = "";
    public string BatchId { get; set; } = "";
    public long Run { get; set; }
    public string Kind { get; set; } = "";
    public string Target { get; set; } = "";
    public string Url { get; set; } = "";
    public string Payload { get; set; } = "";
    public string State { get; set; } = "";
    public long Attempt { get; set; }
    public long Fence { get; set; }
    public long NotBefore { get; set; }
    public long CreatedAt { get; set; }
    public long? EndedAt { get; set; }
    public long? LastAt { get; set; }
    public long? LastStatus { get; set; }
    public string? LastError { get; set; }
    public long? LastMs { get; set; }
    public string? TraceParent { get; set; }

    public Delivery ToDelivery() => new()
    {
        Id = Guid.Parse(Id),
        TenantId = TenantId,
        BatchId = Guid.Parse(BatchId),
        Run = (int)Run,
        Event = Kind,
        WebhookId = Target == BatchTarget ? null : Guid.Parse(Target),
        Url = new Uri(Url),
        Payload = Payload,
        State = State switch
        {
            "pending" => DeliveryState.Pending,
            "delivered" => DeliveryState.Delivered,
            "failed" => DeliveryState.Failed,
            _ => throw new InvalidOperationException($"Delivery {Id} has the state '{State}'."),
        },
        Attempts = (int)Attempt,
        NextAttemptAt = EndedAt is null ? BatchRow.TimeOf(NotBefore) : null,
        CreatedAt = BatchRow.TimeOf(CreatedAt),
        EndedAt = EndedAt is { } ended ? BatchRow.TimeOf(ended) : null,
        LastAttemptAt = LastAt is { } last ? BatchRow.TimeOf(last) : null,
        LastAttempt = LastAt is null ? null : new DeliveryAttempt((int?)LastStatus, LastError, TimeSpan.FromMilliseconds(LastMs ?? 0)),
    };
}
