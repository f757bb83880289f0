namespace BatchProcessing.Retention;

/// <summary>What the batch store tells of things that may be removed.</summary>
public interface IRetentionStore
{
    /// <summary>Records that a round of retention begins now, unless one began less than <paramref name="ago"/> ago.</summary>
    /// <returns>True for one caller of any number.</returns>
    Task<bool> TryBeginRoundAsync(TimeSpan ago, CancellationToken cancellationToken);

    /// <summary>Batches that ended at least so long ago, the oldest first.</summary>
    Task<IReadOnlyList<Guid>> ListEndedAsync(TimeSpan ago, int limit, CancellationToken cancellationToken);

    /// <summary>Batches that ended at least so long ago and in whose folder superseded results may still be.</summary>
    Task<IReadOnlyList<EndedRun>> ListUntidiedAsync(TimeSpan ago, int limit, CancellationToken cancellationToken);

    /// <summary>The blobs of results that the chunks of an ended run name.</summary>
    /// <returns>Null when the batch is gone or runs again.</returns>
    Task<IReadOnlySet<string>?> FindResultBlobsAsync(EndedRun run, CancellationToken cancellationToken);

    /// <summary>Records that no result written before <see cref="EndedRun.AsOf"/> and superseded in this run is left.</summary>
    Task MarkTidiedAsync(EndedRun run, CancellationToken cancellationToken);

    /// <summary>Forgets that these batches were tidied: something was written into their folders after that.</summary>
    Task MarkUntidyAsync(IReadOnlyCollection<Guid> batchIds, CancellationToken cancellationToken);

    /// <summary>
    /// Those of the ids to which a batch, an upload in progress or a discarded folder belongs; with the time up to which
    /// the batch's results are tidied, or null when they are not.
    /// </summary>
    Task<IReadOnlyDictionary<Guid, DateTimeOffset?>> FindOwnedAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    /// <summary>The id of this database, made at the first call; a copy of the database has the same.</summary>
    Task<Guid> GetIdentityAsync(CancellationToken cancellationToken);
}
