using System.Data.Common;
using BatchProcessing.Batches;
using Dapper;

namespace BatchProcessing.Server.Storage;

// The next run of an ended batch. Every document without a result runs again, so all errors leave the counters. A part
// of a chunk may have been given up though all of it had succeeded before the cut: it has no result of its own either.
public sealed partial class SqlBatchStore
{
    private const string RequeueChunks = """
        UPDATE chunks
        SET state = 'queued', attempt = 0, not_before = 0, last_error = NULL, failed = 0, not_processed = 0,
            deaths = 0, losses = 0, timeouts = 0,
            previous_blob = CASE WHEN succeeded > 0 THEN COALESCE(result_blob, previous_blob) END,
            previous_length = CASE WHEN result_blob IS NULL THEN previous_length ELSE result_length END,
            previous_first = CASE WHEN result_blob IS NULL THEN previous_first ELSE first_ordinal END,
            result_blob = NULL, result_length = 0, result_hash = NULL, result_lines = NULL
        WHERE batch_id = @id AND (failed + not_processed > 0 OR state IN ('failed', 'cancelled'))
        """;

    // A predecessor that has ended otherwise than it had to is no reason to wait: who retries knows of it.
    private const string HasToWait = """
        (start_at > @now OR EXISTS (
            SELECT 1 FROM batches p WHERE p.id = batches.after_batch_id AND p.status NOT IN ('completed', 'cancelled', 'failed')))
        """;

    private const string BeginRun = $"""
        UPDATE batches
        SET status = CASE WHEN {HasToWait} THEN 'awaiting' ELSE 'queued' END, run = run + 1, kept_documents = succeeded, failed = 0, not_processed = 0, tally = @tally,
            chunks_done = chunks_done - @chunks, started_at = NULL, ended_at = NULL, stop_reason = NULL,
            version = version + 1, updated_at = @now
        WHERE id = @id
        RETURNING {BatchRow.Columns}
        """;

    private string TallyToRetry => $"""
        SELECT tally FROM batches
        WHERE id = @id AND status IN ('completed', 'cancelled', 'failed')
          AND (failed + not_processed > 0
               OR EXISTS (SELECT 1 FROM chunks c WHERE c.batch_id = @id AND c.state IN ('failed', 'cancelled')))
        {database.ForUpdate}
        """;

    /// <inheritdoc/>
    public Task<Batch?> RetryAsync(Guid batchId, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            string id = Key(batchId);
            if (await ScalarAsync<string>(t, TallyToRetry, new { id }) is not { } counted) return null;
            await ClearErrorsAsync(t, id);
            int chunks = await ExecuteAsync(t, RequeueChunks, new { id });
            BatchRow row = await t.Connection!.QuerySingleAsync<BatchRow>(
                BeginRun, new { id, chunks, tally = WithoutErrors(counted), now = await NowAsync(t, cancellationToken) }, t);
            return row.ToBatch();
        },
        cancellationToken);

    private static async Task ClearErrorsAsync(DbTransaction transaction, string id)
    {
        IEnumerable<(long First, string Tally)> failed = await transaction.Connection!.QueryAsync<(long, string)>(
            "SELECT first_ordinal, tally FROM chunks WHERE batch_id = @id AND failed > 0", new { id }, transaction);
        await ExecuteAsync(
            transaction,
            "UPDATE chunks SET tally = @tally WHERE batch_id = @id AND first_ordinal = @first",
            failed.Select(c => new { id, first = c.First, tally = WithoutErrors(c.Tally) }));
    }

    private static string WithoutErrors(string json)
    {
        Tally tally = Tally.FromJson(json);
        tally.Clear(Tally.Errors);
        return tally.ToJson();
    }
}
