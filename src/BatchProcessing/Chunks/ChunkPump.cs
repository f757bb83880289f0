using BatchProcessing.Batches;
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
    IOptions<ChunkOptions> chunks,
    TimeProvider clock)
{
    private static readonly TimeSpan MemoryPause = TimeSpan.FromMilliseconds(500);

    private readonly string _owner = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Runs one slice.</summary>
    public async Task RunAsync(Job job, CancellationToken stopping)
    {
        if (await store.GetAsync(job.TargetId, stopping) is not { } batch) return;
        long start = clock.GetTimestamp();
        while (!stopping.IsCancellationRequested)
        {
            if (!memory.IsOpen)
            {
                await engine.EnqueueAsync(job, MemoryPause, stopping);
                return;
            }

            if (clock.GetElapsedTime(start) >= jobs.Value.TimeSlice)
            {
                await engine.EnqueueAsync(job, TimeSpan.Zero, stopping);
                return;
            }

            if (await store.ClaimChunkAsync(job.TargetId, _owner, chunks.Value.LeaseTime, stopping) is not { } lease) return;
            ChunkEnd end = await worker.RunAsync(batch, lease, stopping);
            if (end.Commit == ChunkCommit.RecordedLast) await finalizer.RunAsync(job.TargetId, CancellationToken.None);
            else if (end.RetryAfter is { } delay) await engine.EnqueueAsync(job, delay, stopping);
        }
    }
}
