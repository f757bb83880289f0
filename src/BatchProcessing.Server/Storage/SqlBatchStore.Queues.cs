using BatchProcessing.Batches;
using BatchProcessing.Telemetry;
using Dapper;

namespace BatchProcessing.Server.Storage;

public sealed partial class SqlBatchStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<QueueDepth>> MeasureAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            IEnumerable<(string Lane, string Status, long Batches, long Documents, long Oldest)> rows =
                await c.QueryAsync<(string, string, long, long, long)>(
                    """
                    SELECT lane, status, COUNT(*), CAST(SUM(document_count - succeeded - failed - not_processed) AS BIGINT), MIN(updated_at)
                    FROM batches WHERE ended_at IS NULL GROUP BY lane, status
                    """);
            return (IReadOnlyList<QueueDepth>)[.. rows.Select(r => new QueueDepth(
                BatchRow.LaneOf(r.Lane), BatchLifecycle.Parse(r.Status), r.Batches, r.Documents, BatchRow.TimeOf(r.Oldest)))];
        },
        cancellationToken);
}
