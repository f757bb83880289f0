namespace BatchProcessing.Retention;

/// <summary>What the batch store tells of things that may be removed.</summary>
public interface IRetentionStore
{
    /// <summary>Batches that ended at least so long ago, the oldest first.</summary>
    Task<IReadOnlyList<Guid>> ListEndedAsync(TimeSpan ago, int limit, CancellationToken cancellationToken);

    /// <summary>Batches that ended at least so long ago and in whose folder superseded results may still be.</summary>
    Task<IReadOnlyList<EndedRun>> ListUntidiedAsync(TimeSpan ago, int limit, CancellationToken cancellationToken);

    /// <summary>The blobs of results that the chunks of an ended run name.</summary>
    /// <returns>Null when the batch is gone or runs again.</returns>
    Task<IReadOnlySet<string>?> FindResultBlobsAsync(EndedRun run, CancellationToken cancellationToken);

    /// <summary>Records that no superseded result of this run is left.</summary>
    Task MarkTidiedAsync(EndedRun run, CancellationToken cancellationToken);

    /// <summary>Those of the ids to which a batch, an upload in progress or a discarded folder belongs.</summary>
    Task<IReadOnlySet<Guid>> FindOwnedAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);
}
