using BatchProcessing.Batches;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>The answer to an accepted upload.</summary>
/// <param name="BatchId">The batch it became.</param>
/// <param name="TotalDocuments">Documents taken in, bad rows included.</param>
/// <param name="DocumentIds">The ids of the first 1,000.</param>
/// <param name="Links">Where to go on.</param>
public sealed record UploadReceipt(Guid BatchId, long TotalDocuments, IReadOnlyList<string> DocumentIds, BatchLinks Links)
{
    /// <summary>The receipt of a batch.</summary>
    public static UploadReceipt Of(Batch batch, IReadOnlyList<string> firstIds) =>
        new(batch.Id, batch.DocumentCount, firstIds, BatchLinks.Of(batch.Id));
}
