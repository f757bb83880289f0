using BatchProcessing.Batches;
using Dapper;

namespace BatchProcessing.Server.Storage;

// The moves that callers ask for: one guarded UPDATE each.
public sealed partial class SqlBatchStore
{
    private const string CancelBatch = $"""
        UPDATE batches
        SET status = 'cancelling', finalize_until = NULL, version = version + 1, updated_at = @now
        WHERE id = @id AND status IN ('awaiting', 'queued', 'running', 'paused', 'finalizing')
        RETURNING {BatchRow.Columns}
        """;

    private const string PauseBatch = $"""
        UPDATE batches
        SET status = 'paused', version = version + 1, updated_at = @now
        WHERE id = @id AND status IN ('queued', 'running')
        RETURNING {BatchRow.Columns}
        """;

    private const string ResumeBatch = $"""
        UPDATE batches
        SET status = CASE WHEN started_at IS NULL THEN 'queued' ELSE 'running' END, version = version + 1, updated_at = @now
        WHERE id = @id AND status = 'paused'
        RETURNING {BatchRow.Columns}
        """;

    /// <inheritdoc/>
    public Task<Batch?> CancelAsync(Guid batchId, CancellationToken cancellationToken) =>
        MoveAsync(CancelBatch, batchId, cancellationToken);

    /// <inheritdoc/>
    public Task<Batch?> PauseAsync(Guid batchId, CancellationToken cancellationToken) =>
        MoveAsync(PauseBatch, batchId, cancellationToken);

    /// <inheritdoc/>
    public Task<Batch?> ResumeAsync(Guid batchId, CancellationToken cancellationToken) =>
        MoveAsync(ResumeBatch, batchId, cancellationToken);

    private Task<Batch?> MoveAsync(string move, Guid batchId, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            long now = await NowAsync(t, cancellationToken);
            BatchRow? row = await t.Connection!.QuerySingleOrDefaultAsync<BatchRow>(move, new { id = Key(batchId), now }, t);
            return row?.ToBatch();
        },
        cancellationToken);
}
