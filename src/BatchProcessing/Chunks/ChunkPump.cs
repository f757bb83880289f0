using BatchProcessing.Batches;
using BatchProcessing.Faults;
using BatchProcessing.Jobs;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Chunks;

/// <summary>
/// One time slice of one tenant: claims, processes and commits chunks of the batch whose turn it is, then of the next,
/// until none is left or the slice ends; then goes back to the tail of its lane, so that tenants and batches interleave
/// and engine jobs stay few.
/// </summary>
public sealed class ChunkPump(
    IBatchStore store,
    ChunkWorker worker,
    BatchFinalizer finalizer,
    IJobEngine engine,
    MemoryGate memory,
    IOptions<JobOptions> jobs,
    TimeProvider clock)
{
    private static readonly TimeSpan MemoryPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs one slice.</summary>
    /// <returns>What it worked on, in a line for people; null when that is nothing.</returns>
    public async Task<string?> RunAsync(Job job, WorkPlace place, CancellationToken stopping)
    {
        var log = new SliceLog();
        await RunAsync(job, new Slice(place, log), stopping);
        return log.ToString();
    }

    private async Task RunAsync(Job job, Slice slice, CancellationToken stopping)
    {
        long start = clock.GetTimestamp();
        if (await TenantOfAsync(job, stopping) is not { } tenant) return;
        using IDisposable? room = memory.TryEnter();
        if (room is null) await engine.EnqueueAsync(job with { TenantId = tenant }, MemoryPause, stopping);
        else await RunAsync(job, tenant, slice, start, stopping);
    }

    private async Task RunAsync(Job job, string tenant, Slice slice, long start, CancellationToken stopping)
    {
        bool GoesOn() => !stopping.IsCancellationRequested && !IsOver(start) && memory.LetsGoOn;
        while (!stopping.IsCancellationRequested)
        {
            if (await StepBackAsync(job with { TenantId = tenant }, start, stopping)) return;
            if (await worker.ClaimTurnAsync(tenant, job.Lane, slice.Place, stopping) is not { } turn) return;
            job = job with { TargetId = turn.Batch.Id };
            if (!await WorkAsync(job, turn, slice, GoesOn, stopping)) return;
        }
    }

    private async Task<string?> TenantOfAsync(Job job, CancellationToken stopping) =>
        job.TenantId ?? (await store.GetAsync(job.TargetId, stopping))?.TenantId;

    /// <summary>Works on a batch until none of its chunks is left for this worker, or the slice ends.</summary>
    /// <returns>False when the worker must not go on.</returns>
    private async Task<bool> WorkAsync(Job job, BatchTurn turn, Slice slice, Func<bool> goesOn, CancellationToken stopping)
    {
        for (ChunkLease? lease = turn.Lease; lease is not null;)
        {
            ChunkEnd end = await worker.RunAsync(turn.Batch, lease, slice.Place, goesOn, stopping);
            slice.Log.Add(lease, isPutBack: end.RetryAfter is not null);
            if (end.Commit == ChunkCommit.RecordedLast)
            {
                FaultPoint.Reach(FaultPoint.BeforeFinalize);
                // In place: a job of its own for each end would halve the rate of small batches on a database.
                await finalizer.RunAsync(job.TargetId, slice.Place, CancellationToken.None);
                slice.Log.Ended(job.TargetId);
            }
            else if (end.RetryAfter is { } delay)
            {
                // By the batch's name: the tenant's own pump may wait for another chunk, for longer.
                await engine.EnqueueAsync(Job.Pump(job.Lane, turn.Batch.Id, job.Slot), delay, stopping);
            }

            if (end.StepsBack) return false;
            lease = end.Next;
        }

        return true;
    }

    /// <summary>Leaves the rest to a later slice when this one is over or memory is short.</summary>
    private async Task<bool> StepBackAsync(Job job, long start, CancellationToken stopping)
    {
        if (!IsOver(start) && memory.LetsGoOn) return false;
        // While memory is short the others wait as long: who had the only place does not come first to it again.
        await engine.EnqueueAsync(job, memory.IsClosed ? MemoryPause : TimeSpan.Zero, stopping);
        return true;
    }

    private bool IsOver(long start) => clock.GetElapsedTime(start) >= jobs.Value.TimeSlice;

    private sealed record Slice(WorkPlace Place, SliceLog Log);
}
