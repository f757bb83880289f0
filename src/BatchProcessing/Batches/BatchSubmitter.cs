using System.Data.Common;
using BatchProcessing.Blobs;
using BatchProcessing.Chunks;
using BatchProcessing.Documents;
using BatchProcessing.Faults;
using BatchProcessing.Telemetry;
using BatchProcessing.Webhooks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Batches;

/// <summary>Opens uploads and, when they are whole, makes them batches and wakes the engine.</summary>
public sealed class BatchSubmitter(
    IBatchStore store,
    IBlobStore blobs,
    BatchWaker waker,
    BatchPromoter promoter,
    WebhookUrls webhooks,
    IOptions<UploadOptions> uploads,
    IOptions<ChunkOptions> chunks,
    TimeProvider clock,
    ILogger<BatchSubmitter> logger)
{
    private readonly UploadSeal _seal = new(store, uploads.Value.ReservationTime, clock);
    private readonly UploadSlots _slots = new(uploads.Value.MaxConcurrentUploads);

    /// <summary>Opens an upload. Dispose it in every case: without a seal nothing of it stays.</summary>
    /// <exception cref="UploadRejectedException">
    /// Too many uploads are open, the tenant has not the batch to wait for, or the end may not be told there.
    /// </exception>
    /// <exception cref="Tenants.QuotaExceededException">The tenant may have no further document now.</exception>
    public async Task<Upload> BeginAsync(BatchRequest request, CancellationToken cancellationToken)
    {
        if (request.WebhookUrl is { } url) request = request with { WebhookUrl = webhooks.Check("webhookUrl", url).AbsoluteUri };
        if (request.StartCondition?.After is { } after && await store.FindAsync(request.TenantId, after, cancellationToken) is null)
            throw UnknownPredecessor(after);
        request.Allowance?.Check(1);
        long open = await store.CountOpenDocumentsAsync(cancellationToken);
        if (open > uploads.Value.MaxQueuedDocuments)
            throw new UploadRejectedException("queue-full", $"{open} documents wait to be processed, above the limit; try again later.");
        _slots.Take(request.TenantId);
        Guid id = Guid.CreateVersion7(clock.GetUtcNow());
        try
        {
            await store.BeginUploadAsync(id, request.TenantId, uploads.Value.ReservationTime, cancellationToken);
        }
        catch
        {
            _slots.Give(request.TenantId);
            throw;
        }

        var writer = new ChunkWriter(blobs, chunks.Value, id);
        return new Upload(this, id, request, writer, new DocumentIntake(writer, uploads.Value, request.FailOnInvalid, request.Allowance));
    }

    internal ITimer StartHeartbeat(Guid batchId)
    {
        TimeSpan period = uploads.Value.ReservationTime / 4;
        return clock.CreateTimer(_ => _ = RenewAsync(batchId), null, period, period);
    }

    internal async Task<Batch> SealAsync(
        Guid id, BatchRequest request, UploadContent content, CancellationToken cancellationToken)
    {
        IReadOnlyList<Chunk> written = content.Chunks;
        DateTimeOffset now = clock.GetUtcNow();
        long documents = written.Sum(c => (long)c.DocumentCount);
        var batch = new Batch
        {
            Id = id,
            TenantId = request.TenantId,
            Name = request.Name,
            Status = StatusOf(request, written),
            Lane = request.Lane,
            Models = request.Models,
            Metadata = request.Metadata,
            WebhookUrl = request.WebhookUrl,
            DocumentCount = documents,
            FailureLimit = request.MaxFailureRatio is { } ratio
                ? new FailureLimit(ratio, Math.Min(uploads.Value.FailureSample, documents)) : null,
            StartCondition = request.StartCondition,
            InputBytes = content.Bytes,
            Progress = new BatchProgress { ChunkTotal = written.Count },
            TraceParent = BatchTrace.Current,
            CreatedAt = now,
            UpdatedAt = now,
        };
        var upload = new SealedUpload(batch, written) { Sources = content.Sources, Idempotency = content.Idempotency, Quota = request.Allowance?.Quota };
        if (!await StoreAsync(upload, cancellationToken))
            throw new UploadRejectedException("upload-expired", "The upload's reservation expired before it was whole; send it again.");
        FaultPoint.Reach(FaultPoint.AfterSealCommit);
        BatchMeter.BatchAccepted(batch);
        logger.LogInformation("Batch {BatchId}: accepted {Documents} documents in {Chunks} chunks", id, batch.DocumentCount, written.Count);
        if (batch.Status == BatchStatus.Awaiting) await promoter.TryRunAsync();
        else await waker.TryWakeAsync(batch);
        return batch;
    }

    private async Task<bool> StoreAsync(SealedUpload upload, CancellationToken cancellationToken)
    {
        try
        {
            return await _seal.RunAsync(upload, cancellationToken);
        }
        catch (DbException) when (upload.Batch.StartCondition?.After is not null)
        {
            Guid after = upload.Batch.StartCondition.After.Value;
            if (await store.FindAsync(upload.Batch.TenantId, after, cancellationToken) is null) throw UnknownPredecessor(after);
            throw;
        }
    }

    private static UploadRejectedException UnknownPredecessor(Guid after) =>
        new("unknown-predecessor", $"after: there is no batch '{after}'.");

    private static BatchStatus StatusOf(BatchRequest request, IReadOnlyList<Chunk> chunks)
    {
        if (request.StartCondition is not null) return BatchStatus.Awaiting;
        return chunks.Count == 0 ? BatchStatus.Finalizing : BatchStatus.Queued;
    }

    internal async Task CloseAsync(Guid id, string tenantId, bool isSealed)
    {
        _slots.Give(tenantId);
        if (isSealed) return;
        try
        {
            // A seal of which nobody knows whether it was committed has ended the reservation if it was: then the blobs stay.
            // Those of an expired one are the sweep's to delete.
            if (!await store.RenewUploadAsync(id, uploads.Value.ReservationTime, CancellationToken.None)) return;
            await blobs.DeleteFolderAsync(BlobName.FolderOf(id), CancellationToken.None);
            await store.AbandonUploadAsync(id, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or DbException)
        {
            // The reservation expires and the sweep tries again.
            logger.LogWarning(e, "Upload {BatchId}: could not be cleaned up at once", id);
        }
    }

    private async Task RenewAsync(Guid batchId)
    {
        try
        {
            await store.RenewUploadAsync(batchId, uploads.Value.ReservationTime, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or DbException)
        {
            logger.LogWarning(e, "Upload {BatchId}: heartbeat failed", batchId);
        }
    }
}
