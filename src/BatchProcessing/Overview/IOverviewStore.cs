using BatchProcessing.Batches;

namespace BatchProcessing.Overview;

/// <summary>
/// What the batch store tells those who run the service, of every tenant. Nothing is decided by it. Each question is
/// bounded, so that a page stays cheap however many batches there are.
/// </summary>
public interface IOverviewStore
{
    /// <summary>A page of batches, newest first.</summary>
    Task<BatchListPart> ListAsync(BatchFilter filter, CancellationToken cancellationToken);

    /// <summary>The batches that wait, or waited, for one batch, oldest first.</summary>
    Task<IReadOnlyList<Batch>> ListSuccessorsAsync(Guid batchId, int limit, CancellationToken cancellationToken);

    /// <summary>The chunks of a batch in the order of its documents, as a map of so many cells at most.</summary>
    Task<IReadOnlyList<ChunkCell>> MapAsync(Batch batch, int cells, CancellationToken cancellationToken);

    /// <summary>Chunks of a batch in the order of its documents.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="putBackOnly">Only those that were put back at least once, whatever became of them.</param>
    /// <param name="fromOrdinal">Only those that begin here or later.</param>
    /// <param name="limit">How many at most, from 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<ChunkTrace>> ListChunksAsync(
        Guid batchId, bool putBackOnly, long fromOrdinal, int limit, CancellationToken cancellationToken);

    /// <summary>Chunks of all batches that were put back and have not ended, the newest batch first.</summary>
    /// <param name="before">The batch and first ordinal of the last chunk of the page before, or null.</param>
    /// <param name="limit">How many at most, from 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<ChunkTrace>> ListPutBackAsync(
        (Guid BatchId, long FirstOrdinal)? before, int limit, CancellationToken cancellationToken);

    /// <summary>The chunks that a job of the engine works on now.</summary>
    Task<IReadOnlyList<ChunkTrace>> ListInHandAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>The jobs that last claimed the chunks of a batch: those with chunks in hand, then the latest.</summary>
    Task<IReadOnlyList<BatchJob>> ListJobsAsync(Guid batchId, int limit, CancellationToken cancellationToken);

    /// <summary>How a batch ended; null while it has not, or when there is none.</summary>
    Task<Continuation?> FindContinuationAsync(Guid batchId, CancellationToken cancellationToken);

    /// <summary>Documents of a batch by the time at which their chunks ended, in so many equal steps at most from the start of its run.</summary>
    Task<Throughput> MeasureAsync(Batch batch, int steps, CancellationToken cancellationToken);

    /// <summary>The state of the whole service.</summary>
    Task<ServicePulse> MeasureAsync(CancellationToken cancellationToken);
}
