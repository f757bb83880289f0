using System.Buffers;
using BatchProcessing.Batches;
using BatchProcessing.Blobs;
using BatchProcessing.Chunks;

namespace BatchProcessing.Reports;

/// <summary>
/// Reads the report of an ended batch out of its result blobs, one chunk after the other, so that memory is that of a chunk
/// whatever the size of the batch. Counters alone would not do: they know neither confidences nor pairs of labels.
/// </summary>
public sealed class ReportReader(IBatchStore store, IBlobStore blobs)
{
    private const int PageOfChunks = 256;
    private const int SlowestChunks = 10;

    /// <summary>The report of a batch.</summary>
    /// <param name="batch">The batch; it has ended.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>Null when the batch changed meanwhile: it is being retried or was deleted.</returns>
    public async Task<BatchReport?> ReadAsync(Batch batch, CancellationToken cancellationToken)
    {
        try
        {
            var tally = new ResultTally(batch.Analyses);
            await AddChunksAsync(batch, tally, cancellationToken);
            IReadOnlyList<SlowChunk> slowest = await store.ListSlowestChunksAsync(batch.TenantId, batch.Id, SlowestChunks, cancellationToken);
            return await HasChangedAsync(batch, cancellationToken) ? null : Of(batch, tally, slowest);
        }
        catch (IOException) when (cancellationToken is { IsCancellationRequested: false })
        {
            if (await HasChangedAsync(batch, cancellationToken)) return null; // a blob was deleted under the reader
            throw;
        }
    }

    private async Task<bool> HasChangedAsync(Batch batch, CancellationToken cancellationToken) =>
        (await store.FindAsync(batch.TenantId, batch.Id, cancellationToken))?.Version != batch.Version;

    private async Task AddChunksAsync(Batch batch, ResultTally tally, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChunkResult> page;
        long from = 0;
        do
        {
            page = await store.ListChunksAsync(batch.TenantId, batch.Id, from, PageOfChunks, cancellationToken);
            foreach (ChunkResult chunk in page) await AddAsync(chunk, tally, cancellationToken);
            if (page.Count > 0) from = page[^1].Chunk.FirstOrdinal + page[^1].Chunk.DocumentCount;
        }
        while (page.Count == PageOfChunks);
    }

    private async Task AddAsync(ChunkResult chunk, ResultTally tally, CancellationToken cancellationToken)
    {
        if (chunk.ResultBlob is null)
        {
            // What an earlier run had succeeded still counts.
            if (await KeptLines.ReadAsync(blobs, chunk.Chunk, chunk.Previous, cancellationToken) is not { } kept) return;
            for (int i = 0; i < chunk.Chunk.DocumentCount; i++) tally.Add(kept.Line(i));
            return;
        }

        byte[] lines = ArrayPool<byte>.Shared.Rent((int)chunk.ResultLength);
        try
        {
            await blobs.ReadAsync(chunk.ResultBlob, 0, lines.AsMemory(0, (int)chunk.ResultLength), cancellationToken);
            tally.Add(lines.AsSpan(0, (int)chunk.ResultLength));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(lines);
        }
    }

    private static BatchReport Of(Batch batch, ResultTally tally, IReadOnlyList<SlowChunk> slowest)
    {
        BatchProgress p = batch.Progress;
        (string, long)[] outcomes = [("succeeded", p.Succeeded), ("failed", p.Failed), ("not-processed", p.NotProcessed)];
        return new BatchReport
        {
            BatchId = batch.Id,
            Name = batch.Name,
            Status = batch.Status.ToWire(),
            Outcome = batch.Outcome ?? throw new ArgumentException("The batch has not ended.", nameof(batch)),
            StopReason = batch.StopReason,
            Run = batch.Run,
            Documents = [.. outcomes.Select(o => new ReportCount(o.Item1, o.Item2, Shares.Of(o.Item2, batch.DocumentCount)))],
            Times = new ReportTimes(
                batch.CreatedAt, batch.StartedAt, batch.EndedAt!.Value, Rounded(batch.Duration?.TotalSeconds, 3), Rounded(batch.DocumentsPerSecond, 1)),
            Analyses = tally.Analyses,
            SentimentByCategory = tally.SentimentByCategory,
            Errors = Shares.Of(p.Tally.Group(Tally.Errors).Select(e => (e.Key, e.Value)), batch.DocumentCount),
            FailedDocuments = tally.Failed,
            SlowestChunks = slowest,
        };
    }

    private static double? Rounded(double? value, int decimals) => value is { } v ? Math.Round(v, decimals) : null;
}
