using System.Buffers;
using BatchProcessing.Batches;
using BatchProcessing.Chunks;

namespace BatchProcessing.Server.Api.Results;

/// <summary>Pages through the documents of a batch, and finds one of them.</summary>
internal sealed class DocumentList(BatchLines lines, ScanLine scans)
{
    // What is found so early costs nobody anything.
    private const int FreeChunks = 16;

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
        if (await SearchAsync(batch, id, file, cancellationToken) is { } found) return found;
        return DocumentAddress.PlainOrdinal(id) is { } plain && file is null ? await AtOrdinalAsync(batch, plain, cancellationToken) : null;
    }

    private async Task<byte[]?> SearchAsync(Batch batch, string id, string? file, CancellationToken cancellationToken)
    {
        IDisposable? place = null;
        int searched = 0;
        try
        {
            await foreach (ChunkResult chunk in lines.ChunksAsync(batch, 0, cancellationToken))
            {
                if (searched++ == FreeChunks) place = await scans.EnterAsync(batch.TenantId, cancellationToken);
                if (await SearchAsync(batch, chunk, id, file, cancellationToken) is { } found) return found;
                // Reads may end at once: others get the thread between two of them.
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
            }

            return null;
        }
        finally
        {
            place?.Dispose();
        }
    }

    private async Task<byte[]?> SearchAsync(Batch batch, ChunkResult chunk, string id, string? file, CancellationToken cancellationToken)
    {
        if (chunk.ResultBlob is null)
            return DocumentAddress.Find((await lines.LoadAsync(batch, chunk, cancellationToken)).Span, id, file);
        var length = (int)chunk.ResultLength;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await lines.LoadResultAsync(chunk, buffer.AsMemory(0, length), cancellationToken);
            return DocumentAddress.Find(buffer.AsSpan(0, length), id, file);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
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
