using System.Diagnostics;
using BatchProcessing.Batches;
using BatchProcessing.Faults;
using BatchProcessing.Jobs;
using BatchProcessing.Outages;
using BatchProcessing.Suspects;
using BatchProcessing.Telemetry;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Chunks;

/// <summary>Takes one claimed chunk to its end: recorded, put back for a later attempt, or given up.</summary>
public sealed class ChunkWorker(
    IBatchStore store,
    ChunkSupervisor supervisor,
    ChunkSetback setback,
    HeldLeases held,
    Breadcrumbs breadcrumbs,
    DatabaseOutages database,
    IOptions<ChunkOptions> chunks)
{
    /// <summary>Claims a chunk of the batch of a tenant whose turn it is.</summary>
    /// <returns>Null when there is nothing to claim.</returns>
    public Task<BatchTurn?> ClaimTurnAsync(string tenantId, Lane lane, WorkPlace place, CancellationToken cancellationToken) =>
        store.ClaimTurnAsync(tenantId, lane, OwnerAt(place), chunks.Value.LeaseTime, cancellationToken);

    /// <summary>Works on a chunk under its lease.</summary>
    /// <param name="batch">The chunk's batch.</param>
    /// <param name="lease">The claim.</param>
    /// <param name="place">Where this worker runs.</param>
    /// <param name="goesOn">Asked when the chunk is done: whether the next one is claimed with its commit.</param>
    /// <param name="stopping">The service stops: the chunk in hand is put back uncounted.</param>
    public async Task<ChunkEnd> RunAsync(Batch batch, ChunkLease lease, WorkPlace place, Func<bool> goesOn, CancellationToken stopping)
    {
        if (breadcrumbs.IsDisposed) return await setback.ReleaseAsync(lease); // claimed while the service ended
        using Breadcrumb breadcrumb = breadcrumbs.Follow(lease.BatchId, lease.Chunk.FirstOrdinal, lease.Fence);
        using Activity? span = BatchTrace.StartChunk(batch, lease);
        FaultPoint.Reach(FaultPoint.AfterClaim);
        using IDisposable holding = held.Hold(lease);
        try
        {
            return await WorkAsync(batch, lease, place, breadcrumb, holding, goesOn, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return await setback.ReleaseAsync(lease);
        }
        catch (OutageException e)
        {
            return await setback.StandByAsync(lease, e, stopping);
        }
        catch (OutOfMemoryException e)
        {
            return await setback.HalveAsync(batch, lease, e, stopping);
        }
        catch (Exception e)
        {
            return await setback.RetryAsync(lease, e, stopping);
        }
    }

    private async Task<ChunkEnd> WorkAsync(
        Batch batch,
        ChunkLease lease,
        WorkPlace place,
        Breadcrumb breadcrumb,
        IDisposable holding,
        Func<bool> goesOn,
        CancellationToken stopping)
    {
        ChunkOutcome outcome;
        try
        {
            outcome = await supervisor.ProcessAsync(batch, lease, breadcrumb, holding, stopping);
        }
        catch (ChunkTimeoutException e) when (e.Place == Breadcrumb.Outside)
        {
            throw new OutageException(OutageKind.BlobStoreAway, "The blob store did not answer in the time of a chunk.", e);
        }
        catch (ChunkTimeoutException e)
        {
            return await setback.TimeOutAsync(batch, lease, e.Place, stopping);
        }

        ChunkEnd end = await database.WaitOutAsync(() => CommitAsync(lease, outcome, goesOn() ? OwnerAt(place) : null), stopping);
        FaultPoint.Reach(FaultPoint.AfterChunkCommit);
        return end;
    }

    private async Task<ChunkEnd> CommitAsync(ChunkLease lease, ChunkOutcome outcome, ChunkOwner? next)
    {
        ChunkHandover handover = next is not null
            ? await store.CompleteAndClaimAsync(lease, outcome, next, chunks.Value.LeaseTime, CancellationToken.None)
            : new ChunkHandover(await store.CompleteChunkAsync(lease, outcome, CancellationToken.None), Next: null);
        BatchMeter.ChunkOffered(lease, outcome, handover.Commit);
        return new ChunkEnd(handover.Commit, Next: handover.Next);
    }

    private ChunkOwner OwnerAt(WorkPlace place) => new(breadcrumbs.Owner, place);
}
