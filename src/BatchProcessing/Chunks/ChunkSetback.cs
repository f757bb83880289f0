using System.Globalization;
using BatchProcessing.Batches;
using BatchProcessing.Documents;
using BatchProcessing.Processing;
using BatchProcessing.Suspects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Chunks;

/// <summary>Says what becomes of a chunk whose work did not come to its end.</summary>
public sealed class ChunkSetback(
    IBatchStore store,
    ISuspectStore suspects,
    SuspectInput input,
    ChunkProcessor processor,
    IOptions<BatchProcessorOptions> options,
    ILogger<ChunkSetback> logger)
{
    private readonly RetryPolicy _retries = new(options.Value.MaxRetries, options.Value.RetryDelay);

    /// <summary>The service stops: the chunk is put back, and the attempt does not count.</summary>
    public async Task<ChunkEnd> ReleaseAsync(ChunkLease lease)
    {
        await store.ReleaseChunkAsync(lease, CancellationToken.None);
        return new ChunkEnd(ChunkCommit.LeaseLost);
    }

    /// <summary>Something was thrown: the chunk is tried again later, and given up after its last attempt.</summary>
    public async Task<ChunkEnd> RetryAsync(ChunkLease lease, Exception fault)
    {
        string reason = string.Create(CultureInfo.InvariantCulture, $"{fault.GetType().Name}: {fault.Message}");
        if (_retries.DelayAfter(lease.Attempt) is { } delay)
        {
            logger.LogWarning(fault, "Batch {BatchId}: chunk {Ordinal} failed in attempt {Attempt}; next in {Delay}",
                lease.BatchId, lease.Chunk.FirstOrdinal, lease.Attempt, delay);
            bool held = await store.RetryChunkAsync(lease, delay, reason, CancellationToken.None);
            return new ChunkEnd(ChunkCommit.LeaseLost, held ? delay : null);
        }

        logger.LogError(fault, "Batch {BatchId}: chunk {Ordinal} is given up after {Attempt} attempts",
            lease.BatchId, lease.Chunk.FirstOrdinal, lease.Attempt);
        return new ChunkEnd(await store.FailChunkAsync(lease, reason, CancellationToken.None));
    }

    /// <summary>
    /// The chunk took too long: it is tried once more as it is, then cut around the document at hand. A single document
    /// fails at its second time.
    /// </summary>
    public async Task<ChunkEnd> TimeOutAsync(Batch batch, ChunkLease lease, long place)
    {
        logger.LogWarning("Batch {BatchId}: chunk {Ordinal} of {Documents} documents took too long at {Place}, time {Time}",
            lease.BatchId, lease.Chunk.FirstOrdinal, lease.Chunk.DocumentCount, place, lease.Faults.Timeouts + 1);
        if (lease.Chunk.DocumentCount == 1 && lease.Faults.Timeouts + 1 >= ChunkFaults.TimeoutLimit)
        {
            string message = $"The document took longer than a chunk may, {ChunkFaults.TimeoutLimit} times.";
            ChunkOutcome outcome = await processor.FailAsync(batch, lease, ErrorCode.Timeout, message, CancellationToken.None);
            return new ChunkEnd(await store.CompleteChunkAsync(lease, outcome, CancellationToken.None));
        }

        IReadOnlyList<ChunkPart> parts = await input.ShortenAsync(lease, place, CancellationToken.None);
        await suspects.PutBackAsync(lease, parts, TimeSpan.Zero, $"took too long at {place}", CancellationToken.None);
        return new ChunkEnd(ChunkCommit.LeaseLost);
    }
}
