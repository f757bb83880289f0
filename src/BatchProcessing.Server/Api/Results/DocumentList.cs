using BatchProcessing.Batches;
using BatchProcessing.Chunks;

namespace BatchProcessing.Server.Api.Results;

/// <summary>Pages through the documents of a batch, and finds one of them.</summary>
internal sealed class DocumentList(BatchLines lines)
{
    /// <summary>Documents from an ordinal on.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="status">Only those with this status, or all.</param>
    /// <param name="fromOrdinal">Where the page starts.</param>
    /// <param name="limit">How many documents it has at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<Page<DocumentSummary>> PageAsync(
        Batch batch, string? status, long fromOrdinal, int limit, CancellationToken cancellationToken)
    {
        List<DocumentSummary> items = [];
        await foreach (ChunkResult chunk in lines.ChunksAsync(batch, fromOrdinal, cancellationToken))
        {
            if (!MayHave(chunk, status)) continue;
            ReadOnlyMemory<byte> rest = await lines.LoadAsync(batch, chunk, cancellationToken);
            while (!rest.IsEmpty)
            {
                int end = rest.Span.IndexOf((byte)'\n');
                var document = DocumentSummary.Of(rest.Span[..end]);
                rest = rest[(end + 1)..];
                if (document.Ordinal < fromOrdinal || (status is not null && document.Status != status)) continue;
                if (items.Count == limit) return new Page<DocumentSummary>(items, Cursor.AtOrdinal(document.Ordinal));
                items.Add(document);
            }
        }

        return new Page<DocumentSummary>(items, null);
    }

    /// <summary>The result line of one document.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="id">Its id; an ordinal is taken when no document has that id.</param>
    /// <param name="file">Its file, when several tables use the same ids.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>Null when there is no such document.</returns>
    public async Task<byte[]?> FindAsync(Batch batch, string id, string? file, CancellationToken cancellationToken)
    {
        long ordinal = DocumentAddress.MadeOrdinal(id);
        if (ordinal >= 0 && await AtOrdinalAsync(batch, ordinal, cancellationToken) is { } made
            && DocumentAddress.Matches(made, id, file)) return made;
        await foreach (ChunkResult chunk in lines.ChunksAsync(batch, 0, cancellationToken))
        {
            ReadOnlyMemory<byte> loaded = await lines.LoadAsync(batch, chunk, cancellationToken);
            if (DocumentAddress.Find(loaded.Span, id, file) is { } found) return found;
        }

        return DocumentAddress.PlainOrdinal(id) is { } plain && file is null ? await AtOrdinalAsync(batch, plain, cancellationToken) : null;
    }

    private async Task<byte[]?> AtOrdinalAsync(Batch batch, long ordinal, CancellationToken cancellationToken)
    {
        await foreach (ChunkResult chunk in lines.ChunksAsync(batch, ordinal, cancellationToken))
        {
            ReadOnlyMemory<byte> loaded = await lines.LoadAsync(batch, chunk, cancellationToken);
            return DocumentAddress.LineAt(loaded.Span, (int)(ordinal - chunk.Chunk.FirstOrdinal));
        }

        return null;
    }

    private static bool MayHave(ChunkResult chunk, string? status) => status switch
    {
        "failed" => chunk.Failed > 0,
        "succeeded" => chunk.Succeeded > 0,
        "pending" or "not-processed" => chunk.ResultBlob is null,
        _ => true,
    };
}
