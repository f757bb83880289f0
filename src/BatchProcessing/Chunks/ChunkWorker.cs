using BatchProcessing.Batches;
using BatchProcessing.Documents;
using BatchProcessing.Faults;
using BatchProcessing.Suspects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Chunks;

/// <summary>Takes one claimed chunk to its end: recorded, put back for a later attempt, or given up.</summary>
public sealed class ChunkWorker(
    IBatchStore store,
    ChunkProcessor processor,
    HeldLeases held,
    SuspectGate gate,
    Breadcrumbs breadcrumbs,
    ChunkSetback setback,
    StuckWorker stuck,
    IOptions<ChunkOptions> chunks,
    TimeProvider clock,
    ILogger<ChunkWorker> logger)
{
    /// <summary>Claims a chunk of a batch.</summary>
    /// <returns>Null when there is nothing to claim.</returns>
    public Task<ChunkLease?> ClaimAsync(Guid batchId, CancellationToken cancellationToken) =>
        store.ClaimChunkAsync(batchId, breadcrumbs.Owner, chunks.Value.LeaseTime, cancellationToken);

    /// <summary>Works on a chunk under its lease.</summary>
    /// <param name="batch">The chunk's batch.</param>
    /// <param name="lease">The claim.</param>
    /// <param name="goesOn">Asked when the chunk is done: whether the next one is claimed with its commit.</param>
    /// <param name="stopping">The service stops: the chunk in hand is put back uncounted.</param>
    public async Task<ChunkEnd> RunAsync(Batch batch, ChunkLease lease, Func<bool> goesOn, CancellationToken stopping)
    {
        using Breadcrumb breadcrumb = breadcrumbs.Follow(lease.BatchId, lease.Chunk.FirstOrdinal, lease.Fence);
        FaultPoint.Reach(FaultPoint.AfterClaim);
        using IDisposable holding = held.Hold(lease);
        try
        {
            ChunkOutcome outcome = await ProcessAsync(batch, lease, breadcrumb, holding, stopping);
            ChunkEnd end = goesOn()
                ? await HandOverAsync(lease, outcome)
                : new ChunkEnd(await store.CompleteChunkAsync(lease, outcome, CancellationToken.None));
            FaultPoint.Reach(FaultPoint.AfterChunkCommit);
            return end;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return await setback.ReleaseAsync(lease);
        }
        catch (ChunkTimeoutException e)
        {
            return await setback.TimeOutAsync(batch, lease, e.Place);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return await setback.RetryAsync(lease, e);
        }
    }

    private async Task<ChunkOutcome> ProcessAsync(
        Batch batch, ChunkLease lease, Breadcrumb breadcrumb, IDisposable holding, CancellationToken stopping)
    {
        if (lease.Faults.IsConvicted)
        {
            logger.LogError("Batch {BatchId}: document {Ordinal} ended the process {Deaths} times and is not run again",
                lease.BatchId, lease.Chunk.FirstOrdinal, lease.Faults.Deaths);
            string message = $"The process ended {lease.Faults.Deaths} times while it analysed this document alone.";
            return await processor.FailAsync(batch, lease, ErrorCode.PoisonDocument, message, stopping);
        }

        using IDisposable pass = await gate.EnterAsync(alone: lease.Faults.IsSuspect, stopping);
        using var deadline = new ChunkDeadline(
            chunks.Value,
            clock,
            breadcrumb,
            holding,
            () => stuck.EndProcess(lease.BatchId, lease.Chunk.FirstOrdinal, breadcrumb.Place),
            stopping);
        try
        {
            return await processor.ProcessAsync(batch, lease, breadcrumb, deadline.Token);
        }
        catch (OperationCanceledException e) when (deadline.Place is { } place && !stopping.IsCancellationRequested)
        {
            throw new ChunkTimeoutException(place, e);
        }
    }

    private async Task<ChunkEnd> HandOverAsync(ChunkLease lease, ChunkOutcome outcome)
    {
        ChunkHandover handover = await store.CompleteAndClaimAsync(
            lease, outcome, breadcrumbs.Owner, chunks.Value.LeaseTime, CancellationToken.None);
        return new ChunkEnd(handover.Commit, Next: handover.Next);
    }
}
