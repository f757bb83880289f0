namespace BatchProcessing.Webhooks;

/// <summary>Which deliveries are wanted.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="BatchId">Of one batch, or null.</param>
/// <param name="WebhookId">Of one registered webhook, or null.</param>
public sealed record DeliveryQuery(string TenantId, Guid? BatchId = null, Guid? WebhookId = null)
{
    /// <summary>The delivery behind which the page starts, or null.</summary>
    public Guid? Before { get; init; }

    /// <summary>How many the page has at most.</summary>
    public int Limit { get; init; } = 1;
}
