using BatchProcessing.Batches;
using BatchProcessing.Faults;
using BatchProcessing.Jobs;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Chunks;

/// <summary>
/// One time slice of one batch: claims, processes and commits chunks until none is left or the slice ends, then goes
/// back to the tail of its lane, so that batches interleave and engine jobs stay few.
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
    public async Task RunAsync(Job job, CancellationToken stopping)
    {
        if (await store.GetAsync(job.TargetId, stopping) is not { } batch) return;
        long start = clock.GetTimestamp();
        bool GoesOn() => !stopping.IsCancellationRequested && !IsOver(start) && memory.IsOpen;
        ChunkLease? lease = null;
        while (lease is not null || !stopping.IsCancellationRequested)
        {
            if (lease is null && await StepBackAsync(job, start, stopping)) return;
            lease ??= await worker.ClaimAsync(job.TargetId, stopping);
            if (lease is null) return;
            ChunkEnd end = await worker.RunAsync(batch, lease, GoesOn, stopping);
            if (end.Commit == ChunkCommit.RecordedLast)
            {
                FaultPoint.Reach(FaultPoint.BeforeFinalize);
                await EndAsync(job);
            }
            else if (end.RetryAfter is { } delay)
            {
                await engine.EnqueueAsync(job, delay, stopping);
            }

            if (end.StepsBack) return;
            lease = end.Next;
        }
    }

    /// <summary>Leaves the rest to a later slice when this one is over or memory is short.</summary>
    private async Task<bool> StepBackAsync(Job job, long start, CancellationToken stopping)
    {
        bool isOver = IsOver(start);
        if (!isOver && memory.IsOpen) return false;
        await engine.EnqueueAsync(job, isOver ? TimeSpan.Zero : MemoryPause, stopping);
        return true;
    }

    private Task EndAsync(Job job) => engine.ShowsContinuations
        ? engine.EnqueueAsync(Job.FinalizeBatch(job.Lane, job.TargetId), TimeSpan.Zero, CancellationToken.None)
        : finalizer.RunAsync(job.TargetId, CancellationToken.None);

    private bool IsOver(long start) => clock.GetElapsedTime(start) >= jobs.Value.TimeSlice;
}
