using System.Data.Common;
using BatchProcessing.Batches;
using BatchProcessing.Faults;
using Dapper;

namespace BatchProcessing.Server.Storage;

public sealed partial class SqlBatchStore
{
    private const string InsertBatch = """
        INSERT INTO batches (id, tenant_id, name, status, run, version, lane, models, metadata, document_count,
                             input_bytes, chunk_total, max_failure_ratio, failure_sample, after_batch_id, after_outcome,
                             start_at, webhook_url, trace_parent, created_at, updated_at, served_at)
        VALUES (@id, @tenant, @name, @status, @run, @version, @lane, @models, @metadata, @documents,
                @bytes, @chunks, @maxFailureRatio, @failureSample, @after, @afterOutcome, @startAt, @webhookUrl,
                @traceParent, @now, @now, @now)
        """;

    private const string InsertChunk = """
        INSERT INTO chunks (batch_id, tenant_id, first_ordinal, document_count, input_blob, input_offset, input_length)
        VALUES (@batch, @tenant, @FirstOrdinal, @DocumentCount, @InputBlob, @InputOffset, @InputLength)
        """;

    /// <inheritdoc/>
    public Task BeginUploadAsync(Guid batchId, string tenantId, TimeSpan reservation, CancellationToken cancellationToken) =>
        database.WriteAsync(
            t => ExecuteAsync(
                t,
                $"INSERT INTO uploads (batch_id, tenant_id, reserved_until) VALUES (@id, @tenantId, {database.Now} + @reservation)",
                new { id = Key(batchId), tenantId, reservation = Milliseconds(reservation), injected = database.InjectedNow }),
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RenewUploadAsync(Guid batchId, TimeSpan reservation, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async t =>
            {
                long now = await NowAsync(t, cancellationToken);
                return await ExecuteAsync(
                    t,
                    "UPDATE uploads SET reserved_until = @until WHERE batch_id = @id AND reserved_until >= @now",
                    new { id = Key(batchId), now, until = now + Milliseconds(reservation) }) == 1;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> SealAsync(SealedUpload upload, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async t =>
            {
                Batch batch = upload.Batch;
                if (upload.Idempotency is { } claim && !await SqlIdempotencyStore.LockAsync(t, claim.Lease, database.ForUpdate)) return false;
                // Once it has expired the sweep may be deleting its blobs.
                long? reserved = await ScalarAsync<long?>(
                    t,
                    $"DELETE FROM uploads WHERE batch_id = @id AND tenant_id = @tenant AND reserved_until >= {database.Now} RETURNING {database.Now}",
                    new { id = Key(batch.Id), tenant = batch.TenantId, injected = database.InjectedNow });
                if (reserved is not { } now) return false;
                await InsertAsync(t, batch, now);
                await ExecuteAsync(t, InsertChunk, upload.Chunks.Select(c => new
                {
                    batch = Key(batch.Id),
                    tenant = batch.TenantId,
                    c.FirstOrdinal,
                    c.DocumentCount,
                    c.InputBlob,
                    c.InputOffset,
                    c.InputLength,
                }));
                await InsertSourcesAsync(t, upload);
                if (upload.Idempotency is { } held) await SqlIdempotencyStore.RecordAsync(t, held, batch.Id);
                if (upload.Quota is { } quota) await SqlDocumentQuotaStore.CountAsync(t, batch.TenantId, batch.DocumentCount, quota, now);
                FaultPoint.Reach(FaultPoint.BeforeSealCommit);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task AbandonUploadAsync(Guid batchId, CancellationToken cancellationToken) => database.WriteAsync(
        t => ExecuteAsync(t, "DELETE FROM uploads WHERE batch_id = @id", new { id = Key(batchId) }), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Guid>> TakeExpiredUploadsAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            long now = await NowAsync(t, cancellationToken);
            // Zero is before every time: a seal that read its clock before it froze finds nothing to end.
            IEnumerable<string> ids = await t.Connection!.QueryAsync<string>(
                "UPDATE uploads SET reserved_until = 0 WHERE reserved_until < @now RETURNING batch_id", new { now }, t);
            return (IReadOnlyList<Guid>)[.. ids.Select(Guid.Parse)];
        },
        cancellationToken);

    private static Task<int> InsertAsync(DbTransaction transaction, Batch batch, long now) => ExecuteAsync(transaction, InsertBatch, new
    {
        id = Key(batch.Id),
        tenant = batch.TenantId,
        name = batch.Name,
        status = batch.Status.ToWire(),
        run = batch.Run,
        version = batch.Version,
        lane = BatchRow.LaneName(batch.Lane),
        models = batch.Models.ToString(),
        metadata = batch.Metadata,
        traceParent = batch.TraceParent,
        documents = batch.DocumentCount,
        bytes = batch.InputBytes,
        chunks = batch.Progress.ChunkTotal,
        maxFailureRatio = batch.FailureLimit?.MaxRatio,
        failureSample = batch.FailureLimit?.Sample ?? 0,
        after = batch.StartCondition?.After is { } after ? Key(after) : null,
        afterOutcome = BatchRow.OutcomeName(batch.StartCondition?.Outcome),
        startAt = batch.StartCondition?.At?.ToUnixTimeMilliseconds(),
        webhookUrl = batch.WebhookUrl,
        now,
    });
}
