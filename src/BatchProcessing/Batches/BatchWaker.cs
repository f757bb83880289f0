using BatchProcessing.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Batches;

/// <summary>
/// Gives the engine the jobs that batches need where they are now: pumps of their tenants while they run, their end when
/// they are to end.
/// </summary>
public sealed class BatchWaker(IJobEngine engine, IOptions<JobOptions> jobs, ILogger<BatchWaker> logger)
{
    private uint _turn;

    /// <summary>Enqueues what active batches need and what does not wait in the engine yet.</summary>
    public async Task WakeAsync(IReadOnlyCollection<ActiveBatch> batches, CancellationToken cancellationToken)
    {
        int nodes = await engine.CountNodesAsync(cancellationToken);
        IEnumerable<Job> pumps = batches
            .Where(NeedsPumps)
            .GroupBy(b => (b.TenantId, b.Lane))
            .SelectMany(g => PumpsOf(g.First(), g.Sum(b => b.ClaimableChunks), nodes, firstSlot: 0));
        await engine.EnqueueMissingAsync([.. pumps, .. batches.Where(IsToEnd).Select(EndOf)], cancellationToken);
    }

    /// <summary>Enqueues what a batch needs after a durable move. When the engine fails the sweep makes up for it.</summary>
    public async Task TryWakeAsync(Batch batch)
    {
        try
        {
            int waiting = batch.Progress.ChunkTotal - batch.Progress.ChunksDone;
            int nodes = await engine.CountNodesAsync(CancellationToken.None);
            var active = new ActiveBatch(batch.Id, batch.TenantId, batch.Lane, batch.Status, waiting);
            // One small batch after another asks for one slot after another: else they would all wait for the same pump.
            foreach (Job job in NeedsPumps(active) ? PumpsOf(active, waiting, nodes, Interlocked.Increment(ref _turn) - 1) : [])
                await engine.EnqueueAsync(job, TimeSpan.Zero, CancellationToken.None);
            if (IsToEnd(active)) await engine.EnqueueAsync(EndOf(active), TimeSpan.Zero, CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            logger.LogError(e, "Batch {BatchId}: the engine could not be woken", batch.Id);
        }
    }

    private static bool NeedsPumps(ActiveBatch batch) => batch is { Status: BatchStatus.Queued or BatchStatus.Running, ClaimableChunks: > 0 };

    private static bool IsToEnd(ActiveBatch batch) => batch.Status is BatchStatus.Finalizing or BatchStatus.Cancelling;

    private static Job EndOf(ActiveBatch batch) => Job.FinalizeBatch(batch.Lane, batch.Id);

    private IEnumerable<Job> PumpsOf(ActiveBatch batch, int chunks, int nodes, uint firstSlot)
    {
        int slots = jobs.Value.PumpsFor(batch.Lane, int.MaxValue, nodes);
        return Enumerable.Range(0, Math.Min(slots, jobs.Value.PumpsFor(batch.Lane, chunks, nodes)))
            .Select(i => Job.TenantPump(batch.Lane, batch.TenantId, (int)((firstSlot + (uint)i) % (uint)slots), batch.Id));
    }
}
