using System.Data.Common;
using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Suspects;
using Dapper;

namespace BatchProcessing.Server.Storage;

public sealed partial class SqlBatchStore
{
    private const string PutFirstPartBack = """
        UPDATE chunks
        SET state = 'queued', attempt = CASE WHEN attempt > 0 THEN attempt - 1 ELSE 0 END,
            document_count = @documents, input_offset = @offset, input_length = @length,
            succeeded = @succeeded, tally = @tally, previous_blob = @previous,
            is_suspect = @isSuspect, deaths = @deaths, losses = @losses, timeouts = @timeouts,
            not_before = @notBefore, last_error = @reason, lease_owner = NULL, lease_until = NULL
        WHERE batch_id = @id AND first_ordinal = @first AND state = 'running' AND fence = @fence
        """;

    // What no part tells is the chunk's: the fence stays, so that the lease that ended commits none of the parts.
    private const string InsertFurtherPart = """
        INSERT INTO chunks (batch_id, tenant_id, first_ordinal, document_count, input_blob, input_offset, input_length,
                            attempt, fence, not_before, last_error, last_node, last_job, claimed_at, is_suspect, deaths, losses, timeouts,
                            succeeded, tally, previous_blob, previous_length, previous_first)
        SELECT batch_id, tenant_id, @first, @documents, input_blob, @offset, @length,
               attempt, fence, not_before, last_error, last_node, last_job, claimed_at, @isSuspect, @deaths, @losses, @timeouts,
               @succeeded, @tally, @previous, previous_length, previous_first
        FROM chunks WHERE batch_id = @id AND first_ordinal = @whole
        """;

    /// <inheritdoc/>
    public Task<ChunkLease?> FindLeasedAsync(Guid batchId, long firstOrdinal, long fence, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async c =>
            {
                var parameters = new { id = Key(batchId), first = firstOrdinal, fence };
                LeasedChunkRow? row = await c.QuerySingleOrDefaultAsync<LeasedChunkRow>(
                    $"{LeasedChunkRow.Select} AND batch_id = @id AND first_ordinal = @first AND fence = @fence", parameters);
                return row?.ToLease();
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<int> ReleaseAllAsync(string owner, CancellationToken cancellationToken) => database.WriteAsync(
        t => ExecuteAsync(
            t,
            """
            UPDATE chunks
            SET state = 'queued', attempt = attempt - 1, lease_owner = NULL, lease_until = NULL, last_error = 'its process ended'
            WHERE state = 'running' AND lease_owner = @owner
            """,
            new { owner }),
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ChunkLease>> ListLostAgainAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async c =>
        {
            var parameters = new { now = await database.NowAsync(c, cancellationToken), before = ChunkFaults.LossLimit - 1 };
            IEnumerable<LeasedChunkRow> rows = await c.QueryAsync<LeasedChunkRow>(
                $"{LeasedChunkRow.Select} AND lease_until < @now AND losses >= @before AND document_count > 1", parameters);
            return (IReadOnlyList<ChunkLease>)[.. rows.Select(r => r.ToLease())];
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> PutBackAsync(
        ChunkLease lease, IReadOnlyList<ChunkPart> parts, TimeSpan delay, string reason, CancellationToken cancellationToken) =>
        PutBackAsync(PutFirstPartBack, lease, parts, delay, reason, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> PutBackExpiredAsync(
        ChunkLease lease, IReadOnlyList<ChunkPart> parts, string reason, CancellationToken cancellationToken) =>
        PutBackAsync($"{PutFirstPartBack} AND lease_until < @now", lease, parts, TimeSpan.Zero, reason, cancellationToken);

    private Task<bool> PutBackAsync(
        string putFirstPartBack,
        ChunkLease lease,
        IReadOnlyList<ChunkPart> parts,
        TimeSpan delay,
        string reason,
        CancellationToken cancellationToken) =>
        database.WriteAsync(
            async t =>
            {
                string id = Key(lease.BatchId);
                long now = await NowAsync(t, cancellationToken);
                await ScalarAsync<string>(t, $"SELECT id FROM batches WHERE id = @id {database.ForUpdate}", new { id });
                int put = await ExecuteAsync(
                    t, putFirstPartBack, ParametersOf(parts[0], lease, reason, now, notBefore: now + Milliseconds(delay)));
                if (put == 0) return false;
                if (parts.Count > 1) await AddPartsAsync(t, lease, parts, now);
                return true;
            },
            cancellationToken);

    private static async Task AddPartsAsync(DbTransaction transaction, ChunkLease lease, IReadOnlyList<ChunkPart> parts, long now)
    {
        await ExecuteAsync(transaction, InsertFurtherPart, parts.Skip(1).Select(p => ParametersOf(p, lease, reason: null, now, notBefore: 0)));
        await ExecuteAsync(
            transaction,
            "UPDATE batches SET chunk_total = chunk_total + @more, version = version + 1, updated_at = @now WHERE id = @id",
            new { id = Key(lease.BatchId), more = parts.Count - 1, now });
    }

    private static object ParametersOf(ChunkPart part, ChunkLease lease, string? reason, long now, long notBefore) => new
    {
        id = Key(lease.BatchId),
        whole = lease.Chunk.FirstOrdinal,
        fence = lease.Fence,
        first = part.Chunk.FirstOrdinal,
        documents = part.Chunk.DocumentCount,
        offset = part.Chunk.InputOffset,
        length = part.Chunk.InputLength,
        isSuspect = part.Faults.IsSuspect ? 1 : 0,
        deaths = part.Faults.Deaths,
        losses = part.Faults.Losses,
        timeouts = part.Faults.Timeouts,
        succeeded = part.Previous?.Succeeded ?? 0,
        tally = (part.Previous?.Tally ?? new Tally()).ToJson(),
        previous = part.Previous?.Blob,
        now,
        notBefore,
        reason,
    };
}
