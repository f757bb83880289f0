using System.Data.Common;
using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using Dapper;

namespace BatchProcessing.Server.Storage;

public sealed partial class SqlBatchStore
{
    private string OpenBatch => $"SELECT run, status, {database.Now} FROM batches WHERE id = @id {database.ForUpdate}";

    // The one statement that picks, leases and fences a chunk.
    private string ClaimChunk => $"""
        UPDATE chunks
        SET state = 'running', attempt = attempt + 1, fence = fence + 1, lease_owner = @owner, lease_until = @until,
            claimed_at = @now, last_node = @node, last_job = @job
        WHERE batch_id = @id AND first_ordinal = (
            SELECT first_ordinal FROM chunks
            WHERE batch_id = @id AND state = 'queued' AND not_before <= @now
            ORDER BY is_suspect, first_ordinal LIMIT 1 {database.SkipLocked})
        RETURNING {ChunkRow.Columns}
        """;

    private const string EndChunk = """
        UPDATE chunks
        SET state = @state, succeeded = @succeeded, failed = @failed, not_processed = @notProcessed, tally = @tally,
            result_blob = @blob, result_length = @length, result_hash = @hash, result_lines = @lines,
            lease_owner = NULL, lease_until = NULL, last_error = COALESCE(@reason, last_error), ended_at = @now,
            previous_blob = CASE WHEN @state = 'completed' THEN NULL ELSE previous_blob END
        WHERE batch_id = @id AND first_ordinal = @first AND state = 'running' AND fence = @fence
        """;

    private string CountedSoFar => $"""
        SELECT tally, CASE WHEN max_failure_ratio IS NULL AND status IN ('running', 'paused') THEN 0 ELSE 1 END, {database.Now}
        FROM batches WHERE id = @id {database.ForUpdate}
        """;

    // Of a batch that goes on until its last chunk: most of them, so this is kept short to be quick to prepare.
    private const string CountChunk = """
        UPDATE batches
        SET succeeded = succeeded + @succeeded, failed = failed + @failed, not_processed = not_processed + @notProcessed,
            tally = @tally, chunks_done = chunks_done + 1, version = version + 1, updated_at = @now,
            status = CASE WHEN chunks_done + 1 = chunk_total THEN 'finalizing' ELSE status END
        WHERE id = @id
        RETURNING chunks_done = chunk_total, run, status
        """;

    // Of a batch that may stop before, or is stopping: then the last chunk in hand is the last one.
    private const string CountChunkAndStop = $"""
        UPDATE batches
        SET succeeded = succeeded + @succeeded, failed = failed + @failed, not_processed = not_processed + @notProcessed,
            tally = @tally, chunks_done = chunks_done + 1, version = version + 1, updated_at = @now,
            status = CASE WHEN status IN ('running', 'paused') AND (chunks_done + 1 = chunk_total OR {FailsTooMuch})
                     THEN 'finalizing' ELSE status END,
            stop_reason = CASE WHEN status IN ('running', 'paused') AND {FailsTooMuch} THEN 'failure-threshold' ELSE stop_reason END
        WHERE id = @id
        RETURNING chunks_done = chunk_total
               OR (status IN ('finalizing', 'cancelling')
                   AND NOT EXISTS (SELECT 1 FROM chunks c WHERE c.batch_id = @id AND c.state = 'running')), run, status
        """;

    // Null, and so false, for a batch without a limit. A quotient of whole numbers is the very ratio a caller writes.
    private const string FailsTooMuch = """
        (succeeded + failed + not_processed + @succeeded + @failed + @notProcessed >= failure_sample
         AND CAST(failed + not_processed + @failed + @notProcessed AS DOUBLE PRECISION)
             / (succeeded + failed + not_processed + @succeeded + @failed + @notProcessed) > max_failure_ratio)
        """;

    private const string StartBatch = """
        UPDATE batches SET status = 'running', started_at = COALESCE(started_at, @now), version = version + 1
        WHERE id = @id AND status = 'queued'
        """;

    private const string PutBack = """
        UPDATE chunks
        SET state = 'queued', attempt = attempt - @uncounted, not_before = @notBefore, last_error = COALESCE(@reason, last_error),
            lease_owner = NULL, lease_until = NULL
        WHERE batch_id = @id AND first_ordinal = @first AND state = 'running' AND fence = @fence
        """;

    /// <inheritdoc/>
    public Task<ChunkLease?> ClaimChunkAsync(Guid batchId, ChunkOwner owner, TimeSpan lease, CancellationToken cancellationToken) =>
        database.WriteAsync(t => ClaimAsync(t, batchId, owner, lease), cancellationToken);

    /// <inheritdoc/>
    public Task<ChunkHandover> CompleteAndClaimAsync(
        ChunkLease chunk, ChunkOutcome outcome, ChunkOwner owner, TimeSpan lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async t =>
            {
                (ChunkCommit commit, LockedBatch? batch) = await EndAsync(t, chunk, "completed", outcome, notProcessed: 0, reason: null);
                return new ChunkHandover(
                    commit,
                    batch is null
                        ? await ClaimAsync(t, chunk.BatchId, owner, lease)
                        : await ClaimAsync(t, chunk.BatchId, batch.Value, owner, lease));
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task RenewLeasesAsync(IReadOnlyCollection<ChunkLease> leases, TimeSpan lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async t =>
            {
                long until = await NowAsync(t, cancellationToken) + Milliseconds(lease);
                return await ExecuteAsync(
                    t,
                    """
                    UPDATE chunks SET lease_until = @until
                    WHERE batch_id = @id AND first_ordinal = @first AND state = 'running' AND fence = @fence
                    """,
                    leases.Select(l => new { until, id = Key(l.BatchId), first = l.Chunk.FirstOrdinal, fence = l.Fence }));
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<ChunkCommit> CompleteChunkAsync(ChunkLease lease, ChunkOutcome outcome, CancellationToken cancellationToken) =>
        EndChunkAsync(lease, "completed", outcome, notProcessed: 0, reason: null, cancellationToken);

    /// <inheritdoc/>
    public Task<ChunkCommit> FailChunkAsync(ChunkLease lease, string reason, CancellationToken cancellationToken)
    {
        ChunkOutcome kept = ChunkOutcome.Kept(lease.Previous);
        return EndChunkAsync(lease, "failed", kept, lease.Chunk.DocumentCount - kept.Succeeded, reason, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> RetryChunkAsync(ChunkLease lease, TimeSpan delay, string reason, CancellationToken cancellationToken) =>
        PutBackAsync(lease, delay, reason, uncounted: 0, cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseChunkAsync(ChunkLease lease, CancellationToken cancellationToken) =>
        PutBackAsync(lease, TimeSpan.Zero, reason: null, uncounted: 1, cancellationToken);

    /// <inheritdoc/>
    public Task<int> RequeueExpiredChunksAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async t => await ExecuteAsync(
            t,
            """
            UPDATE chunks
            SET state = 'queued', lease_owner = NULL, lease_until = NULL, last_error = 'lease expired',
                losses = losses + 1, deaths = deaths + is_suspect,
                is_suspect = CASE WHEN document_count = 1 THEN 1 ELSE 0 END
            WHERE state = 'running' AND lease_until < @now
            """,
            new { now = await NowAsync(t, cancellationToken) }),
        cancellationToken);

    private Task<ChunkCommit> EndChunkAsync(
        ChunkLease lease, string state, ChunkOutcome outcome, int notProcessed, string? reason, CancellationToken cancellationToken) =>
        database.WriteAsync(async t => (await EndAsync(t, lease, state, outcome, notProcessed, reason)).Commit, cancellationToken);

    private Task<bool> PutBackAsync(
        ChunkLease lease, TimeSpan delay, string? reason, int uncounted, CancellationToken cancellationToken) => database.WriteAsync(
        async t => await ExecuteAsync(t, PutBack, new
        {
            id = Key(lease.BatchId),
            first = lease.Chunk.FirstOrdinal,
            fence = lease.Fence,
            uncounted,
            notBefore = await NowAsync(t, cancellationToken) + Milliseconds(delay),
            reason,
        }) == 1,
        cancellationToken);
}
