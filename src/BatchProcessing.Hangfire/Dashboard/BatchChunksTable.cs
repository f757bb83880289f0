using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>A page of a batch's chunks, in the order of its documents.</summary>
internal static class BatchChunksTable
{
    public static NonEscapedString Of(RazorPage page, Batch batch, IReadOnlyList<ChunkResult> chunks, bool hasMore) => Markup.Of($"""
        <h3>Chunks</h3>
        <div class="table-responsive"><table class="table table-condensed">
        <thead><tr><th>Documents</th><th>State</th><th class="align-right">Succeeded</th><th class="align-right">Failed</th></tr></thead>
        <tbody>{Markup.Join(chunks.Select(Row))}</tbody>
        </table></div>
        {(hasMore ? More(page, batch, chunks[^1].Chunk) : Markup.Empty)}
        """);

    private static NonEscapedString Row(ChunkResult chunk) => Markup.Of($"""
        <tr>
          <td>{chunk.Chunk.FirstOrdinal:N0}–{chunk.Chunk.FirstOrdinal + chunk.Chunk.DocumentCount - 1:N0}</td><td>{chunk.State}</td>
          <td class="align-right">{chunk.Succeeded:N0}</td><td class="align-right">{chunk.Failed:N0}</td>
        </tr>
        """);

    private static NonEscapedString More(RazorPage page, Batch batch, Chunk last) => Markup.Of(
        $"""<a class="btn btn-default" href="{page.Url.To(BatchLinks.To(batch.Id))}?from={last.FirstOrdinal + last.DocumentCount}">More</a>""");
}
