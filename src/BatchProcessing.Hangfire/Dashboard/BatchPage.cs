using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using Hangfire.Dashboard;
using Hangfire.Dashboard.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>One batch: its documents, what failed, its chunks, its throughput and its jobs.</summary>
internal sealed class BatchPage(Guid batchId) : RazorPage
{
    private const int ChunkPageSize = 50;

    public override void Execute()
    {
        HttpContext http = Context.GetHttpContext();
        var store = http.RequestServices.GetRequiredService<IBatchStore>();
        // Hangfire's pages are written synchronously.
        if (store.GetAsync(batchId, http.RequestAborted).GetAwaiter().GetResult() is { } batch) Write(store, batch);
        else WriteNone(http);
    }

    private void Write(IBatchStore store, Batch batch)
    {
        Layout = new LayoutPage($"Batch {batch.Name ?? batch.Id.ToString()}");
        long from = long.TryParse(Query("from"), out long ordinal) && ordinal > 0 ? ordinal : 0;
        IReadOnlyList<ChunkResult> chunks = store
            .ListChunksAsync(batch.TenantId, batch.Id, from, ChunkPageSize + 1, CancellationToken.None).GetAwaiter().GetResult();
        bool isActive = !batch.Status.IsTerminal() && batch.Status is not (BatchStatus.Awaiting or BatchStatus.Paused);
        Write(Markup.Of($"""
            {(isActive ? BatchMarkup.Refresh : Markup.Empty)}
            <ol class="breadcrumb"><li><a href="{Url.To(BatchLinks.List)}">Batches</a></li><li class="active">{batch.Id}</li></ol>
            <h1 class="page-header">{batch.Name ?? "Batch"} <small>{BatchMarkup.Status(batch)}</small></h1>
            {BatchMarkup.Progress(batch)}
            <div class="row" style="margin-top:1.5em">
              <div class="col-md-6">{BatchFacts.Of(this, batch)}</div>
              <div class="col-md-6">{BatchFacts.Errors(batch)}{BatchJobsTable.Of(this, batch)}</div>
            </div>
            {BatchChunksTable.Of(this, batch, [.. chunks.Take(ChunkPageSize)], hasMore: chunks.Count > ChunkPageSize)}
            """));
    }

    private void WriteNone(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        Layout = new LayoutPage("Batch");
        Write(Markup.Of($"""<h1 class="page-header">Batch</h1><div class="alert alert-warning">There is no batch {batchId}.</div>"""));
    }
}
