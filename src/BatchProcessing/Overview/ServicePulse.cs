namespace BatchProcessing.Overview;

/// <summary>The state of the whole service in four figures.</summary>
/// <param name="ActiveBatches">Batches that have not ended.</param>
/// <param name="DocumentsPerSecond">Documents a second over the last ten seconds, those of each batch taken to be spread evenly over its time.</param>
/// <param name="QueueAge">How long the batch that waits longest for a worker's turn has waited; zero when none waits.</param>
/// <param name="FailedDocuments">Failed documents of the batches that have not ended and of those that ended in the last hour.</param>
public sealed record ServicePulse(long ActiveBatches, double DocumentsPerSecond, TimeSpan QueueAge, long FailedDocuments);
