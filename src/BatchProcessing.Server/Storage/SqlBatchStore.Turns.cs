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

    private string NextTurn(string locking) => $"""
        SELECT b.id FROM batches b
        WHERE b.tenant_id = @tenantId AND b.lane = @lane AND b.status IN ('queued', 'running')
          AND EXISTS (SELECT 1 FROM chunks c WHERE c.batch_id = b.id AND c.state = 'queued' AND c.not_before <= {database.Now})
        ORDER BY b.served_at, b.id LIMIT 1 {locking}
        """;

    private string TakeTurn => $"UPDATE batches SET served_at = {database.Now} WHERE id = @id RETURNING {BatchRow.Columns}";

    /// <inheritdoc/>
    public Task<BatchTurn?> ClaimTurnAsync(
        string tenantId, Lane lane, ChunkOwner owner, TimeSpan lease, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            var turn = new { tenantId, lane = BatchRow.LaneName(lane), injected = database.InjectedNow };
            for (int look = 0; look < MaxLooks; look++)
            {
                // One that nobody is at, if there is any: small batches would all be looked at by all workers at a time.
                string? id = await ScalarAsync<string>(t, NextTurn(database.SkipLocked), turn)
                    ?? (database.SkipLocked.Length > 0 ? await ScalarAsync<string>(t, NextTurn(""), turn) : null);
                if (id is null) return null;
                if (await ClaimAsync(t, Guid.Parse(id), owner, lease) is not { } claimed) continue;
                BatchRow row = await t.Connection!.QuerySingleAsync<BatchRow>(TakeTurn, new { id, injected = database.InjectedNow }, t);
                return new BatchTurn(row.ToBatch(), claimed);
            }

            return null;
        },
        cancellationToken);
}
