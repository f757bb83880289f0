using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Jobs;
using Dapper;

namespace BatchProcessing.Server.Storage;

// The batches of a tenant take turns.
public sealed partial class SqlBatchStore
{
    // Batches whose last chunks are being taken by others are passed over, so many at the most.
    private const int MaxLooks = 8;

    private const string NextTurn = """
        SELECT b.id FROM batches b
        WHERE b.tenant_id = @tenantId AND b.lane = @lane AND b.status IN ('queued', 'running')
          AND EXISTS (SELECT 1 FROM chunks c WHERE c.batch_id = b.id AND c.state = 'queued' AND c.not_before <= @now)
        ORDER BY b.served_at, b.id LIMIT 1
        """;

    private const string TakeTurn = $"UPDATE batches SET served_at = @now WHERE id = @id RETURNING {BatchRow.Columns}";

    /// <inheritdoc/>
    public Task<BatchTurn?> ClaimTurnAsync(
        string tenantId, Lane lane, ChunkOwner owner, TimeSpan lease, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            long now = await NowAsync(t, cancellationToken);
            for (int look = 0; look < MaxLooks; look++)
            {
                string? id = await ScalarAsync<string>(t, NextTurn, new { tenantId, lane = BatchRow.LaneName(lane), now });
                if (id is null) return null;
                if (await ClaimAsync(t, Guid.Parse(id), owner, lease) is not { } claimed) continue;
                BatchRow row = await t.Connection!.QuerySingleAsync<BatchRow>(TakeTurn, new { id, now }, t);
                return new BatchTurn(row.ToBatch(), claimed);
            }

            return null;
        },
        cancellationToken);
}
