namespace BatchProcessing.Jobs;

/// <summary>What a job asks for. Names are stable: persistent engines keep them over releases.</summary>
public enum JobKind
{
    /// <summary>Claim, process and commit chunks of one tenant's batches for a time slice.</summary>
    Pump,

    /// <summary>Finalize one batch whose chunks have all ended.</summary>
    FinalizeBatch,

    /// <summary>Train one version of a model.</summary>
    TrainModel,

    /// <summary>Heal: expired leases, batches without pumps, abandoned uploads, deliveries that are due, interrupted trainings.</summary>
    Sweep,

    /// <summary>Remove what is over: old batches, superseded results, blobs that belong to nothing.</summary>
    Retention,

    /// <summary>Deliver webhooks that are due for a time slice.</summary>
    DeliverWebhook,
}
