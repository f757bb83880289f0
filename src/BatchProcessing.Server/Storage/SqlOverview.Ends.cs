using BatchProcessing.Batches;
using BatchProcessing.Jobs;
using BatchProcessing.Overview;
using BatchProcessing.Webhooks;
using Dapper;

namespace BatchProcessing.Server.Storage;

// Ends of batches, and how fast they and the service go.
public sealed partial class SqlOverview
{
    private const int ShownDeliveries = 20;
    private const int Window = 10_000;
    private const int Hour = 3_600_000;
    private const string MostEnds = "20000";

    private const double Seconds = Window / 1_000.0;

    private const string Pulse = $"""
        SELECT (SELECT COUNT(*) FROM batches WHERE ended_at IS NULL) AS Active,
               (SELECT MIN(served_at) FROM batches b WHERE status IN ('queued', 'running') AND EXISTS (
                   SELECT 1 FROM chunks c WHERE c.batch_id = b.id AND c.state = 'queued' AND c.not_before <= @now)) AS Oldest,
               CAST(COALESCE((SELECT SUM(failed) FROM batches WHERE ended_at IS NULL), 0)
                   + COALESCE((SELECT SUM(failed) FROM (
                       SELECT failed FROM batches WHERE ended_at >= @hourAgo ORDER BY ended_at DESC LIMIT {MostEnds}) e), 0) AS BIGINT) AS Failed
        """;

    // Of each batch: when this run began, when it ended or last changed, and what it did between.
    private const string Recent = """
        SELECT started_at AS StartedAt, COALESCE(ended_at, updated_at) AS EndedAt,
               succeeded + failed + not_processed - kept_documents AS Documents
        FROM batches WHERE started_at IS NOT NULL AND
        """;

    /// <inheritdoc/>
    public Task<Continuation?> FindContinuationAsync(Guid batchId, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            string id = BatchRow.KeyOf(batchId);
            EndRow? end = await c.QuerySingleOrDefaultAsync<EndRow>(
                """
                SELECT end_node AS Node, end_job AS JobId, end_claimed_at AS ClaimedAt, ended_at AS EndedAt
                FROM batches WHERE id = @id AND ended_at IS NOT NULL
                """,
                new { id });
            if (end is null) return null;
            IEnumerable<DeliveryRow> told = await c.QueryAsync<DeliveryRow>(
                $"SELECT {DeliveryRow.Columns} FROM deliveries WHERE batch_id = @id ORDER BY run DESC, id LIMIT {ShownDeliveries}", new { id });
            return new Continuation(
                end.Node is null ? null : new WorkPlace(end.Node, end.JobId),
                end.ClaimedAt is { } claimed ? BatchRow.TimeOf(claimed) : null,
                BatchRow.TimeOf(end.EndedAt),
                [.. told.Select(r => TraceOf(r.ToDelivery()))]);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<Throughput> MeasureAsync(Batch batch, int steps, CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            if (batch.StartedAt is not { } began) return new Throughput(TimeSpan.Zero, []);
            long start = began.ToUnixTimeMilliseconds();
            long step = Math.Max(1, (long)Math.Ceiling((batch.Duration!.Value.TotalMilliseconds + 1) / steps));
            IEnumerable<(long Step, long Documents)> rows = await c.QueryAsync<(long, long)>(
                """
                SELECT (ended_at - @start) / @step, CAST(SUM(document_count) AS BIGINT)
                FROM chunks WHERE batch_id = @id AND ended_at >= @start GROUP BY 1 ORDER BY 1
                """,
                new { id = BatchRow.KeyOf(batch.Id), start, step });
            var documents = new long[steps];
            // What ended since the batch was read belongs to the last step.
            foreach ((long at, long count) in rows) documents[Math.Min(at, steps - 1)] += count;
            return new Throughput(TimeSpan.FromMilliseconds(step), documents);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ServicePulse> MeasureAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            long now = await database.NowAsync(c, cancellationToken);
            (long active, long? oldest, long failed) = await c.QuerySingleAsync<(long, long?, long)>(Pulse, new { now, hourAgo = now - Hour });
            IEnumerable<(long Start, long End, long Documents)> recent = await c.QueryAsync<(long, long, long)>(
                $"{Recent} status IN ('running', 'finalizing', 'cancelling') UNION ALL SELECT * FROM ({Recent} ended_at >= @since LIMIT {MostEnds}) e",
                new { since = now - Window });
            double rate = recent.Sum(b => InWindow(b.Start, b.End, b.Documents, now)) / Seconds;
            return new ServicePulse(active, rate, oldest is { } o ? TimeSpan.FromMilliseconds(Math.Max(0, now - o)) : TimeSpan.Zero, failed);
        },
        cancellationToken);

    /// <summary>The part of a batch's documents that falls into the last seconds, if they ended evenly over its time.</summary>
    private static double InWindow(long start, long end, long documents, long now)
    {
        double length = Math.Max(1, end - start);
        double inside = Math.Clamp(end - Math.Max(start, now - Window), 0, length);
        return end - start < 1 ? (end >= now - Window ? documents : 0) : documents * inside / length;
    }

    private static DeliveryTrace TraceOf(Delivery delivery) => new(
        delivery.Run, delivery.Event, delivery.Url.Host, delivery.State, delivery.Attempts,
        delivery.LastAttempt?.Status, delivery.LastAttempt?.Error);

    private sealed class EndRow
    {
        public string? Node { get; set; }
        public string? JobId { get; set; }
        public long? ClaimedAt { get; set; }
        public long EndedAt { get; set; }
    }
}
