using System.Buffers;
using System.Runtime.CompilerServices;
using BatchProcessing.Batches;
using BatchProcessing.Blobs;
using BatchProcessing.Chunks;

namespace BatchProcessing.Server.Api.Results;

/// <summary>Reads the lines of a batch chunk by chunk, in input order; at most one chunk is in memory.</summary>
internal sealed class BatchLines(IBatchStore store, IBlobStore blobs)
{
    private const int PageOfChunks = 256;

    /// <summary>The chunks of a batch from the one that holds an ordinal.</summary>
    public async IAsyncEnumerable<ChunkResult> ChunksAsync(
        Batch batch, long fromOrdinal, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            IReadOnlyList<ChunkResult> page = await store.ListChunksAsync(
                batch.TenantId, batch.Id, fromOrdinal, PageOfChunks, cancellationToken);
            foreach (ChunkResult chunk in page) yield return chunk;
            if (page.Count < PageOfChunks) yield break;
            fromOrdinal = page[^1].Chunk.FirstOrdinal + page[^1].Chunk.DocumentCount;
        }
    }

    /// <summary>The lines of a chunk: its results, or what is known of its documents when it has none.</summary>
    public async Task<ReadOnlyMemory<byte>> LoadAsync(Batch batch, ChunkResult chunk, CancellationToken cancellationToken)
    {
        if (chunk.ResultBlob is not null)
        {
            var lines = new byte[chunk.ResultLength];
            await LoadResultAsync(chunk, lines, cancellationToken);
            return lines;
        }

        var input = new byte[chunk.Chunk.InputLength];
        await blobs.ReadAsync(chunk.Chunk.InputBlob, chunk.Chunk.InputOffset, input, cancellationToken);
        var shown = new ArrayBufferWriter<byte>(input.Length);
        KeptLines? kept = await KeptLines.ReadAsync(blobs, chunk.Chunk, chunk.Previous, cancellationToken);
        bool isOver = chunk.HasEndedWithoutResult || batch.Status.IsTerminal();
        UnprocessedLines.Write(input, isOver ? "not-processed" : "pending", kept, shown);
        return shown.WrittenMemory;
    }

    /// <summary>The results of a chunk that has some, into memory of <see cref="ChunkResult.ResultLength"/>.</summary>
    public ValueTask LoadResultAsync(ChunkResult chunk, Memory<byte> lines, CancellationToken cancellationToken) =>
        blobs.ReadAsync(chunk.ResultBlob!, 0, lines, cancellationToken);
}
