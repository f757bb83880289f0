using System.Data.Common;
using BatchProcessing.Batches;
using Dapper;

namespace BatchProcessing.Server.Storage;

// Batches that wait for another one or for a time.
public sealed partial class SqlBatchStore
{
    private const string IsMet = """
        ((start_at IS NULL OR start_at <= @now)
         AND (after_batch_id IS NULL OR EXISTS (
             SELECT 1 FROM batches p WHERE p.id = batches.after_batch_id
             AND (p.status = 'completed' OR (p.status IN ('cancelled', 'failed') AND batches.after_outcome = 'any')))))
        """;

    private const string CannotBeMet = """
        (after_outcome = 'completed' AND EXISTS (
            SELECT 1 FROM batches p WHERE p.id = batches.after_batch_id AND p.status IN ('cancelled', 'failed')))
        """;

    private const string AreToPromote = $"status = 'awaiting' AND ({IsMet} OR {CannotBeMet})";

    private const string AreSuccessors = "after_batch_id = @id";

    private const string PromoteBatches = $"""
        UPDATE batches
        SET status = CASE WHEN {CannotBeMet} THEN 'cancelling' WHEN chunk_total = 0 THEN 'finalizing' ELSE 'queued' END,
            stop_reason = CASE WHEN {CannotBeMet} THEN 'predecessor' ELSE stop_reason END,
            version = version + 1, updated_at = @now
        WHERE {AreToPromote}
        """;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Batch>> PromoteAsync(CancellationToken cancellationToken) =>
        PromoteAsync("TRUE", Guid.Empty, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Batch>> PromoteSuccessorsAsync(Guid predecessorId, CancellationToken cancellationToken) =>
        PromoteAsync(AreSuccessors, predecessorId, cancellationToken);

    private async Task<IReadOnlyList<Batch>> PromoteAsync(string which, Guid predecessorId, CancellationToken cancellationToken)
    {
        string id = Key(predecessorId);
        // Asked at every end of a batch: mostly nothing waits, and then no write begins.
        if (!await database.ReadAsync(
            async c => await c.ExecuteScalarAsync<bool>(
                $"SELECT EXISTS (SELECT 1 FROM batches WHERE {AreToPromote} AND {which})",
                new { id, now = await database.NowAsync(c, cancellationToken) }),
            cancellationToken)) return [];
        return await database.WriteAsync(
            async t =>
            {
                IEnumerable<BatchRow> rows = await t.Connection!.QueryAsync<BatchRow>(
                    $"{PromoteBatches} AND {which} RETURNING {BatchRow.Columns}", new { id, now = await NowAsync(t, cancellationToken) }, t);
                return (IReadOnlyList<Batch>)[.. rows.Select(r => r.ToBatch())];
            },
            cancellationToken);
    }

    /// <summary>Settles the batches that wait for one that is about to be deleted.</summary>
    private static Task<int> SettleSuccessorsAsync(DbTransaction transaction, string id, long now) =>
        ExecuteAsync(transaction, $"{PromoteBatches} AND {AreSuccessors}", new { id, now });
}
