using System.Globalization;
using BatchProcessing.Batches;
using BatchProcessing.Blobs;
using BatchProcessing.Chunks;
using BatchProcessing.Server.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace BatchProcessing.Server.Api.Results;

/// <summary>Serves the results of a batch as one file, streamed in input order.</summary>
internal sealed class ResultDownload(IBatchStore store, BatchLines lines, IBlobStore blobs)
{
    public const string JsonLinesType = "application/x-ndjson";
    public const string CsvType = "text/csv; charset=utf-8";

    /// <summary>An ended batch, or what has ended so far of another.</summary>
    public Task<IResult> AnyAsync(HttpContext context, Batch batch, bool isTable)
    {
        if (isTable) return TableAsync(context, batch);
        return batch.Status.IsTerminal() ? WholeAsync(context, batch) : PrefixAsync(context, batch);
    }

    /// <summary>An ended batch as JSON Lines, resumable; a problem when it is being retried or was deleted.</summary>
    public async Task<IResult> WholeAsync(HttpContext context, Batch batch)
    {
        List<ChunkResult> chunks = await ReadyAsync(batch, prefixOnly: false, context.RequestAborted);
        if (await HasChangedAsync(batch, context.RequestAborted)) return Changed();
        if (chunks.Exists(c => c.ResultBlob is null)) return Streamed(JsonLinesType, batch, output => CopyAsync(batch, chunks, output, context.RequestAborted));
        var tag = new EntityTagHeaderValue($"\"{batch.Id:N}-{batch.Run}\"");
        return Answer(batch, TypedResults.Stream(
            new BlobSequenceStream(blobs, [.. chunks.Select(c => (c.ResultBlob!, c.ResultLength))]),
            JsonLinesType, FileNameOf(batch, "jsonl"), batch.EndedAt, tag, enableRangeProcessing: true));
    }

    /// <summary>What has ended so far without a gap, as JSON Lines; a header says where it goes on.</summary>
    public async Task<IResult> PrefixAsync(HttpContext context, Batch batch)
    {
        List<ChunkResult> chunks = await ReadyAsync(batch, prefixOnly: true, context.RequestAborted);
        context.Response.Headers["Next-Ordinal"] = NextOrdinal(chunks).ToString(CultureInfo.InvariantCulture);
        return Answer(batch, TypedResults.Stream(
            new BlobSequenceStream(blobs, [.. chunks.Select(c => (c.ResultBlob!, c.ResultLength))]), JsonLinesType));
    }

    /// <summary>The whole of an ended batch, or what has ended so far of another, as a table.</summary>
    public async Task<IResult> TableAsync(HttpContext context, Batch batch)
    {
        bool prefix = !batch.Status.IsTerminal();
        List<ChunkResult> chunks = await ReadyAsync(batch, prefix, context.RequestAborted);
        if (!prefix && await HasChangedAsync(batch, context.RequestAborted)) return Changed();
        if (prefix) context.Response.Headers["Next-Ordinal"] = NextOrdinal(chunks).ToString(CultureInfo.InvariantCulture);
        return Streamed(CsvType, batch, async output =>
        {
            await using var table = new CsvResultWriter(output, batch.Analyses);
            foreach (ChunkResult chunk in chunks)
                await table.WriteAsync(await lines.LoadAsync(batch, chunk, context.RequestAborted), context.RequestAborted);
            await table.FlushAsync(context.RequestAborted);
        });
    }

    private async Task CopyAsync(Batch batch, List<ChunkResult> chunks, Stream output, CancellationToken cancellationToken)
    {
        foreach (ChunkResult chunk in chunks)
            await output.WriteAsync(await lines.LoadAsync(batch, chunk, cancellationToken), cancellationToken);
    }

    private async Task<List<ChunkResult>> ReadyAsync(Batch batch, bool prefixOnly, CancellationToken cancellationToken)
    {
        List<ChunkResult> chunks = [];
        await foreach (ChunkResult chunk in lines.ChunksAsync(batch, 0, cancellationToken))
        {
            if (prefixOnly && chunk.ResultBlob is null) break;
            chunks.Add(chunk);
        }

        return chunks;
    }

    // Chunks read after a retry began have no result yet: they would pass for documents that were not processed.
    private async Task<bool> HasChangedAsync(Batch batch, CancellationToken cancellationToken) =>
        (await store.FindAsync(batch.TenantId, batch.Id, cancellationToken))?.Version != batch.Version;

    private static ProblemHttpResult Changed() =>
        Problem.Of(ProblemType.InvalidState, "The batch changed while its results were looked up; ask for its status.");

    private static long NextOrdinal(List<ChunkResult> chunks) =>
        chunks.Count == 0 ? 0 : chunks[^1].Chunk.FirstOrdinal + chunks[^1].Chunk.DocumentCount;

    private ResultAnswer Streamed(string type, Batch batch, Func<Stream, Task> write) =>
        Answer(batch, TypedResults.Stream(write, type, FileNameOf(batch, type == JsonLinesType ? "jsonl" : "csv"), batch.EndedAt));

    private ResultAnswer Answer(Batch batch, IResult download) => new(download, batch, store);

    private static string FileNameOf(Batch batch, string extension) => $"results-{batch.Id}.{extension}";
}
