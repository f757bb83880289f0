using System.Globalization;
using BatchProcessing.Batches;
using BatchProcessing.Documents;
using BatchProcessing.Outages;
using BatchProcessing.Processing;
using BatchProcessing.Suspects;
using BatchProcessing.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Chunks;

/// <summary>Says what becomes of a chunk whose work did not come to its end.</summary>
public sealed class ChunkSetback(
    IBatchStore store,
    ISuspectStore suspects,
    SuspectInput input,
    ChunkProcessor processor,
    DatabaseOutages database,
    IOptions<BatchProcessorOptions> options,
    IOptions<ChunkOptions> chunks,
    ILogger<ChunkSetback> logger)
{
    private readonly RetryPolicy _retries = new(options.Value.MaxRetries, options.Value.RetryDelay);

    /// <summary>The service stops: the chunk is put back, and the attempt does not count.</summary>
    public async Task<ChunkEnd> ReleaseAsync(ChunkLease lease)
    {
        try
        {
            await store.ReleaseChunkAsync(lease, CancellationToken.None);
        }
        catch (OutageException e)
        {
            // The next process of this node puts back what this one leased.
            logger.LogWarning(e, "Batch {BatchId}: chunk {Ordinal} could not be put back", lease.BatchId, lease.Chunk.FirstOrdinal);
        }

        return new ChunkEnd(ChunkCommit.LeaseLost);
    }

    /// <summary>What the service stands on was away: the chunk is put back for later, and the attempt does not count.</summary>
    public async Task<ChunkEnd> StandByAsync(ChunkLease lease, OutageException outage, CancellationToken stopping)
    {
        TimeSpan delay = chunks.Value.OutageDelay * (0.5 + (0.5 * Random.Shared.NextDouble()));
        logger.LogWarning("Batch {BatchId}: chunk {Ordinal} waits for {Delay}: {Kind}, {Message}",
            lease.BatchId, lease.Chunk.FirstOrdinal, delay, outage.Kind, outage.Message);
        var whole = new ChunkPart(lease.Chunk, lease.Faults, lease.Previous);
        string reason = $"{outage.Kind}: {outage.Message}";
        await database.WaitOutAsync(
            () => suspects.PutBackAsync(lease, [whole], delay, reason, CancellationToken.None), stopping);
        return new ChunkEnd(ChunkCommit.LeaseLost, delay, StepsBack: true);
    }

    /// <summary>Something was thrown: the chunk is tried again later, and given up after its last attempt.</summary>
    public async Task<ChunkEnd> RetryAsync(ChunkLease lease, Exception fault, CancellationToken stopping)
    {
        string reason = string.Create(CultureInfo.InvariantCulture, $"{fault.GetType().Name}: {fault.Message}");
        if (_retries.DelayAfter(lease.Attempt) is { } delay)
        {
            logger.LogWarning(fault, "Batch {BatchId}: chunk {Ordinal} failed in attempt {Attempt}; next in {Delay}",
                lease.BatchId, lease.Chunk.FirstOrdinal, lease.Attempt, delay);
            bool held = await database.WaitOutAsync(
                () => store.RetryChunkAsync(lease, delay, reason, CancellationToken.None), stopping);
            if (held) BatchMeter.ChunkRetried();
            return new ChunkEnd(ChunkCommit.LeaseLost, held ? delay : null);
        }

        logger.LogError(fault, "Batch {BatchId}: chunk {Ordinal} is given up after {Attempt} attempts",
            lease.BatchId, lease.Chunk.FirstOrdinal, lease.Attempt);
        return new ChunkEnd(await database.WaitOutAsync(
            () => store.FailChunkAsync(lease, reason, CancellationToken.None), stopping));
    }

    /// <summary>
    /// The chunk took too long: it is tried once more as it is, then cut around the document at hand. A single document
    /// fails at its second time.
    /// </summary>
    public async Task<ChunkEnd> TimeOutAsync(Batch batch, ChunkLease lease, long place, CancellationToken stopping)
    {
        logger.LogWarning("Batch {BatchId}: chunk {Ordinal} of {Documents} documents took too long at {Place}, time {Time}",
            lease.BatchId, lease.Chunk.FirstOrdinal, lease.Chunk.DocumentCount, place, lease.Faults.Timeouts + 1);
        if (lease.Chunk.DocumentCount == 1 && lease.Faults.Timeouts + 1 >= ChunkFaults.TimeoutLimit)
        {
            string message = $"The document took longer than a chunk may, {ChunkFaults.TimeoutLimit} times.";
            return await FailDocumentAsync(batch, lease, ErrorCode.Timeout, message, stopping);
        }

        IReadOnlyList<ChunkPart> parts = await input.ShortenAsync(lease, place, CancellationToken.None);
        return await PutBackAsync(lease, parts, $"took too long at {place}", stopping);
    }

    /// <summary>
    /// Memory did not suffice, which is as a rule the fault of the chunk's size: it is halved. A single document is tried
    /// again, and fails after its last attempt.
    /// </summary>
    public async Task<ChunkEnd> HalveAsync(Batch batch, ChunkLease lease, OutOfMemoryException fault, CancellationToken stopping)
    {
        try
        {
            if (lease.Chunk.DocumentCount > 1) return await HalveAsync(lease, fault, stopping);
            if (_retries.DelayAfter(lease.Attempt) is not null) return await RetryAsync(lease, fault, stopping);
            return await FailDocumentAsync(batch, lease, ErrorCode.ScoringFailed, "Memory did not suffice for this document.", stopping);
        }
        catch (OutOfMemoryException e)
        {
            return await RetryAsync(lease, e, stopping);
        }
    }

    private async Task<ChunkEnd> HalveAsync(ChunkLease lease, OutOfMemoryException fault, CancellationToken stopping)
    {
        logger.LogWarning(fault, "Batch {BatchId}: memory did not suffice for chunk {Ordinal} of {Documents} documents; it is halved",
            lease.BatchId, lease.Chunk.FirstOrdinal, lease.Chunk.DocumentCount);
        IReadOnlyList<ChunkPart> parts = await input.HalveAsync(lease, CancellationToken.None);
        return await PutBackAsync(lease, parts, "memory did not suffice", stopping);
    }

    private async Task<ChunkEnd> FailDocumentAsync(Batch batch, ChunkLease lease, string code, string message, CancellationToken stopping)
    {
        ChunkOutcome outcome = await processor.FailAsync(batch, lease, code, message, CancellationToken.None);
        return new ChunkEnd(await database.WaitOutAsync(
            () => store.CompleteChunkAsync(lease, outcome, CancellationToken.None), stopping));
    }

    private async Task<ChunkEnd> PutBackAsync(ChunkLease lease, IReadOnlyList<ChunkPart> parts, string reason, CancellationToken stopping)
    {
        await database.WaitOutAsync(
            () => suspects.PutBackAsync(lease, parts, TimeSpan.Zero, reason, CancellationToken.None), stopping);
        return new ChunkEnd(ChunkCommit.LeaseLost);
    }
}
