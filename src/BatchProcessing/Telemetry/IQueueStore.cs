namespace BatchProcessing.Telemetry;

/// <summary>What the batch store tells of its queues.</summary>
public interface IQueueStore
{
    /// <summary>Batches that have not ended, counted by lane and status.</summary>
    Task<IReadOnlyList<QueueDepth>> MeasureAsync(CancellationToken cancellationToken);
}
