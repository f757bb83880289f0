using BatchProcessing.Batches;

namespace BatchProcessing.Server.Api;

/// <summary>Documents of a batch by what became of them.</summary>
/// <param name="Total">All, bad rows included.</param>
/// <param name="Succeeded">With results.</param>
/// <param name="Failed">With an error.</param>
/// <param name="NotProcessed">Left without a result by a cancelled or failed batch.</param>
/// <param name="Pending">Still to come.</param>
public sealed record DocumentCounts(long Total, long Succeeded, long Failed, long NotProcessed, long Pending)
{
    internal static DocumentCounts Of(Batch batch)
    {
        BatchProgress p = batch.Progress;
        return new DocumentCounts(batch.DocumentCount, p.Succeeded, p.Failed, p.NotProcessed, batch.DocumentCount - batch.EndedDocuments);
    }
}

/// <summary>Chunks of a batch.</summary>
/// <param name="Total">All.</param>
/// <param name="Done">Ended.</param>
public sealed record ChunkCounts(int Total, int Done);
