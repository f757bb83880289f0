namespace BatchProcessing.Jobs;

/// <summary>A queue of the job engine with workers of its own.</summary>
public enum Lane
{
    /// <summary>Batches of VIP tenants.</summary>
    Critical,

    /// <summary>Everybody's batches.</summary>
    Batch,

    /// <summary>The service's own recurring work.</summary>
    Maintenance,

    /// <summary>Deliveries of webhooks, which wait for receivers.</summary>
    Webhooks,

    /// <summary>Trainings of models, which take minutes and much memory: one of a node at a time.</summary>
    Training,
}
