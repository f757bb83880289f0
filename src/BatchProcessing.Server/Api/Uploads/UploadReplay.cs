using BatchProcessing.Batches;
using BatchProcessing.Documents;
using BatchProcessing.Idempotency;
using BatchProcessing.Server.Api.Results;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>Answers an upload whose key has been used: with the batch of then when it is the same upload. Nothing is stored.</summary>
internal sealed class UploadReplay(IBatchStore store, DocumentList documents)
{
    /// <summary>Reads the request to its end, as the first one was read, and compares.</summary>
    /// <exception cref="UploadRejectedException">It is another upload, or the batch has just been deleted.</exception>
    public async Task<UploadReceipt> RunAsync(
        IUploadFiles files, BatchOptions options, IdempotencyRecord record, string tenantId, CancellationToken cancellationToken)
    {
        var fingerprint = new UploadFingerprint();
        while (await files.NextAsync(cancellationToken) is { } file)
        {
            await using var hashed = new HashedStream(file.Content);
            fingerprint.Add(file, await hashed.CompleteAsync(cancellationToken));
        }

        if (fingerprint.Of(options.Fields) != record.Fingerprint)
        {
            throw new UploadRejectedException(
                "idempotency-mismatch", "The Idempotency-Key was used for an upload with other options or files; use a new key.");
        }

        Batch batch = await store.FindAsync(tenantId, record.BatchId, cancellationToken)
            ?? throw new UploadRejectedException("idempotency-in-progress", "The batch of this Idempotency-Key is being deleted; ask again.");
        Page<DocumentSummary> first = await documents.PageAsync(batch, null, 0, DocumentIntake.KeptIds, cancellationToken);
        return UploadReceipt.Of(batch, [.. first.Items.Select(d => d.Id)]);
    }
}
