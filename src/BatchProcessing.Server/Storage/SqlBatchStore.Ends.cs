using BatchProcessing.Batches;
using BatchProcessing.Faults;
using Dapper;

namespace BatchProcessing.Server.Storage;

public sealed partial class SqlBatchStore
{
    private const string EndBatch = """
        UPDATE batches
        SET status = @status, ended_at = @now, updated_at = @now, version = version + 1, finalize_until = NULL
        WHERE id = @id AND status = 'finalizing' AND finalize_fence = @fence
        """;

    /// <inheritdoc/>
    public Task<FinalizeLease?> ClaimFinalizationAsync(Guid batchId, TimeSpan lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async t =>
            {
                string id = Key(batchId);
                long now = await NowAsync(t, cancellationToken);
                long? fence = await ScalarAsync<long?>(
                    t,
                    """
                    UPDATE batches SET finalize_fence = finalize_fence + 1, finalize_until = @until
                    WHERE id = @id AND status = 'finalizing' AND (finalize_until IS NULL OR finalize_until < @now)
                    RETURNING finalize_fence
                    """,
                    new { id, now, until = now + Milliseconds(lease) });
                if (fence is null) return null;
                BatchRow row = await t.Connection!.QuerySingleAsync<BatchRow>(
                    $"SELECT {BatchRow.Columns} FROM batches WHERE id = @id", new { id }, t);
                (long failed, long documents) = await t.Connection!.QuerySingleAsync<(long, long)>(
                    """
                    SELECT COALESCE(SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END), 0),
                           COALESCE(SUM(succeeded + failed + not_processed), 0)
                    FROM chunks WHERE batch_id = @id
                    """,
                    new { id }, t);
                return new FinalizeLease(row.ToBatch(), fence.Value, (int)failed, documents);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> EndBatchAsync(FinalizeLease lease, BatchStatus terminal, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async t =>
            {
                int ended = await ExecuteAsync(t, EndBatch, new
                {
                    id = Key(lease.Batch.Id),
                    status = terminal.ToWire(),
                    fence = lease.Fence,
                    now = await NowAsync(t, cancellationToken),
                });
                FaultPoint.Reach(FaultPoint.BeforeTerminalCommit);
                return ended == 1;
            },
            cancellationToken);
}
