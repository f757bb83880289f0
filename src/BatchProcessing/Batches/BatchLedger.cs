namespace BatchProcessing.Batches;

/// <summary>
/// The sums that must agree before a batch may end: what came in by file, what is in chunks, what is counted, and what
/// stands in the result blobs.
/// </summary>
/// <param name="DocumentsInSources">Documents summed over the input files; null for batches older than that count.</param>
/// <param name="DocumentsInChunks">Succeeded, failed and not processed documents summed over the chunk rows.</param>
/// <param name="MiscountedBlobs">Result blobs that were not written with one line a document.</param>
public sealed record BatchLedger(long? DocumentsInSources, long DocumentsInChunks, int MiscountedBlobs)
{
    /// <summary>Asserts that nothing was lost and nothing was counted twice.</summary>
    /// <exception cref="LedgerException">The sums disagree.</exception>
    public void Check(Batch batch)
    {
        BatchProgress p = batch.Progress;
        long counted = p.Succeeded + p.Failed + p.NotProcessed;
        long came = DocumentsInSources ?? batch.DocumentCount;
        if (came != batch.DocumentCount || counted != batch.DocumentCount || DocumentsInChunks != batch.DocumentCount)
        {
            throw new LedgerException(
                $"Batch {batch.Id}: {came} documents came in, the batch has {batch.DocumentCount}, "
                + $"{counted} are counted and {DocumentsInChunks} are in chunks.");
        }

        if (MiscountedBlobs > 0)
            throw new LedgerException($"Batch {batch.Id}: {MiscountedBlobs} result blobs have not one line a document.");
    }
}
