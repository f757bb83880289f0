using BatchProcessing.Overview;
using Hangfire.Dashboard;
using Hangfire.Dashboard.Pages;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>The chunks of all batches that were put back and have not ended.</summary>
internal sealed class PutBackPage : RazorPage
{
    private const int PageSize = 50;

    public override void Execute()
    {
        Layout = new LayoutPage("Chunks that were put back");
        (Guid, long)? before = Guid.TryParse(Query("batch"), out Guid batch) && long.TryParse(Query("chunk"), out long first) ? (batch, first) : null;
        IReadOnlyList<ChunkTrace> chunks = this.Ask((store, token) => store.ListPutBackAsync(before, PageSize + 1, token));
        Write(Markup.Of($"""
            {(chunks.Count > 0 ? BatchMarkup.Refresh : Markup.Empty)}
            <div class="row"><div class="col-md-12">
            <h1 class="page-header">Batches</h1>
            {BatchTabs.Of(this)}
            <p>Retries are the service's own, a chunk at a time: a chunk whose attempt broke off waits here for its next one.
            Hangfire's page <em>Retries</em> therefore stays empty, and a failed job needs no requeue.</p>
            {(chunks.Count == 0
                ? Markup.Of($"""<div class="alert alert-success">No chunk waits for another attempt, and none is in one.</div>""")
                : ChunkRows.Of(this, chunks.Take(PageSize), withBatch: true, this.Get<TimeProvider>().GetUtcNow()))}
            {(chunks.Count > PageSize ? More(chunks[PageSize - 1]) : Markup.Empty)}
            </div></div>
            """));
    }

    private NonEscapedString More(ChunkTrace last) => Markup.Of(
        $"""<a class="btn btn-default" href="{Url.To(BatchLinks.PutBack)}?batch={last.BatchId}&amp;chunk={last.FirstOrdinal}">More</a>""");
}
