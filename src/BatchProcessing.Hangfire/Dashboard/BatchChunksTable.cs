using BatchProcessing.Batches;
using BatchProcessing.Overview;
using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>A page of a batch's chunks, in the order of its documents: all, or those that were put back.</summary>
internal static class BatchChunksTable
{
    private const int PageSize = 25;
    private const string PutBack = "put-back";

    public static NonEscapedString Of(RazorPage page, Batch batch)
    {
        bool putBackOnly = page.Query("chunks") == PutBack;
        long from = long.TryParse(page.Query("from"), out long ordinal) && ordinal > 0 ? ordinal : 0;
        IReadOnlyList<ChunkTrace> chunks = page.Ask((store, token) => store.ListChunksAsync(batch.Id, putBackOnly, from, PageSize + 1, token));
        return Markup.Of($"""
            <h3 id="chunks">Chunks</h3>
            <ul class="nav nav-pills bp-tabs">{Pill(page, batch, "All", "", !putBackOnly)}{Pill(page, batch, "Put back", PutBack, putBackOnly)}</ul>
            {(chunks.Count == 0
                ? Markup.Of($"""<p class="text-muted">{(putBackOnly ? "None was put back in this run." : "There are none here.")}</p>""")
                : ChunkRows.Of(page, chunks.Take(PageSize), withBatch: false, page.Get<TimeProvider>().GetUtcNow()))}
            {(chunks.Count > PageSize ? More(page, batch, putBackOnly, chunks[PageSize].FirstOrdinal) : Markup.Empty)}
            """);
    }

    private static NonEscapedString Pill(RazorPage page, Batch batch, string text, string which, bool isActive) => Markup.Of(
        $"""<li class="{(isActive ? "active" : "")}"><a href="{page.Url.To(BatchLinks.To(batch.Id))}?chunks={which}#chunks">{text}</a></li>""");

    private static NonEscapedString More(RazorPage page, Batch batch, bool putBackOnly, long from) => Markup.Of(
        $"""<a class="btn btn-default" href="{page.Url.To(BatchLinks.To(batch.Id))}?chunks={(putBackOnly ? PutBack : "")}&amp;from={from}#chunks">More</a>""");
}
