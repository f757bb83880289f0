namespace BatchProcessing.Jobs;

/// <summary>
/// A message to the engine that says "go and look": running it twice, late, or for a batch that is gone is harmless.
/// </summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Lane">The queue it waits in.</param>
/// <param name="TargetId">The batch or model version it is about; <see cref="Guid.Empty"/> for deliveries and maintenance.</param>
/// <param name="Slot">Which of the parallel pumps, of a batch or of deliveries, from 0.</param>
/// <param name="TenantId">Whose work a pump does; null for a pump that finds that out by its batch, and for other jobs.</param>
public sealed record Job(JobKind Kind, Lane Lane, Guid TargetId, int Slot = 0, string? TenantId = null)
{
    /// <summary>Unique among jobs that would do the same work: an engine may refuse a second one of the same name.</summary>
    public string Name => TenantId is null ? $"{Kind}:{TargetId:N}:{Slot}" : $"{Kind}:{TenantId}:{Slot}";

    /// <summary>
    /// One of the pumps of a tenant, as many as there are slots: it works for whichever of the tenant's batches has waited
    /// longest. However many batches a tenant has, no more of its pumps wait in a lane.
    /// </summary>
    /// <param name="lane">The lane.</param>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="slot">Which of its pumps, from 0.</param>
    /// <param name="batchId">The batch that asked for it, or that it last worked for.</param>
    public static Job TenantPump(Lane lane, string tenantId, int slot, Guid batchId) => new(JobKind.Pump, lane, batchId, slot, tenantId);

    /// <summary>A pump that is enqueued for one batch beside its tenant's: for a chunk that waits for its next attempt.</summary>
    public static Job Pump(Lane lane, Guid batchId, int slot) => new(JobKind.Pump, lane, batchId, slot);

    /// <summary>The finalization of a batch.</summary>
    public static Job FinalizeBatch(Lane lane, Guid batchId) => new(JobKind.FinalizeBatch, lane, batchId);

    /// <summary>The training of a model version.</summary>
    public static Job TrainModel(Guid modelId) => new(JobKind.TrainModel, Lane.Training, modelId);

    /// <summary>A pump of deliveries.</summary>
    public static Job Deliver(int slot) => new(JobKind.DeliverWebhook, Lane.Webhooks, Guid.Empty, slot);

    /// <summary>One round of healing.</summary>
    public static Job Sweep { get; } = new(JobKind.Sweep, Lane.Maintenance, Guid.Empty);

    /// <summary>One round of removing what is over.</summary>
    public static Job Retention { get; } = new(JobKind.Retention, Lane.Maintenance, Guid.Empty);
}
