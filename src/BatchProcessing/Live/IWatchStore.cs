using BatchProcessing.Batches;

namespace BatchProcessing.Live;

/// <summary>What the batch store tells those who watch.</summary>
public interface IWatchStore
{
    /// <summary>The versions that batches have now; one that is gone is left out.</summary>
    Task<IReadOnlyDictionary<Guid, long>> ListVersionsAsync(IReadOnlyCollection<Guid> batchIds, CancellationToken cancellationToken);

    /// <summary>A tenant's batches that have not ended, or did so at most that long ago, newest first.</summary>
    Task<IReadOnlyList<BatchVersion>> ListRecentAsync(string tenantId, TimeSpan endedWithin, int limit, CancellationToken cancellationToken);

    /// <summary>Batches without their metadata, which may be longer than all the rest; one that is gone is left out.</summary>
    Task<IReadOnlyList<Batch>> ListWithoutMetadataAsync(IReadOnlyCollection<Guid> batchIds, CancellationToken cancellationToken);
}
