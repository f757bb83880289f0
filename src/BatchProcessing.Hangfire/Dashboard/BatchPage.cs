using BatchProcessing.Batches;
using BatchProcessing.Overview;
using Hangfire.Dashboard;
using Hangfire.Dashboard.Pages;
using Microsoft.AspNetCore.Http;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>One batch: its documents, its chunks, the jobs that worked on it, what came after, and what may be done to it.</summary>
internal sealed class BatchPage(Guid batchId) : RazorPage
{
    public override void Execute()
    {
        HttpContext http = Context.GetHttpContext();
        // Hangfire's pages are written synchronously.
        if (this.Get<IBatchStore>().GetAsync(batchId, http.RequestAborted).GetAwaiter().GetResult() is { } batch) Write(batch);
        else WriteNone(http);
    }

    private void Write(Batch batch)
    {
        Layout = new LayoutPage($"Batch {batch.Name ?? batch.Id.ToString()}");
        IReadOnlyList<ChunkCell> map = this.Ask((s, token) => s.MapAsync(batch, ChunkMap.MaxCells, token));
        IReadOnlyList<BatchJob> jobs = this.Ask((s, token) => s.ListJobsAsync(batch.Id, BatchJobsTable.Shown, token));
        Throughput throughput = this.Ask((s, token) => s.MeasureAsync(batch, ThroughputChart.Steps, token));
        Continuation? end = this.Ask((s, token) => s.FindContinuationAsync(batch.Id, token));
        IReadOnlyList<Batch> successors = this.Ask((s, token) => s.ListSuccessorsAsync(batch.Id, ContinuationPanel.Shown + 1, token));
        Write(Markup.Of($"""
            {(BatchMarkup.IsMoving(batch) ? BatchMarkup.Refresh : Markup.Empty)}
            <ol class="breadcrumb"><li><a href="{Url.To(BatchLinks.List)}">Batches</a></li><li class="active">{batch.Id}</li></ol>
            <h1 class="page-header bp-title">{batch.Name ?? "Batch"} <small>{BatchMarkup.Status(batch)}</small></h1>
            {MoveNotice.Of(this, batch)}
            {MoveButtons.Of(this, batch)}
            {BatchMarkup.Progress(batch)}
            {PutBack(batch, map.Sum(c => c.PutBack))}
            <div class="row bp-columns">
              <div class="col-md-6">{BatchFacts.Of(this, batch)}{ContinuationPanel.Of(this, batch, end, successors)}</div>
              <div class="col-md-6">{ChunkMap.Of(map)}{ThroughputChart.Of(throughput)}{BatchJobsTable.Of(this, jobs)}</div>
            </div>
            {FailedDocumentsTable.Of(this, batch)}
            {BatchChunksTable.Of(this, batch)}
            """));
    }

    private NonEscapedString PutBack(Batch batch, long chunks) => chunks == 0 ? Markup.Empty : Markup.Of($"""
        <div class="alert alert-warning">{chunks:N0} {(chunks == 1 ? "chunk was" : "chunks were")} put back and
        {(chunks == 1 ? "waits" : "wait")} for another attempt: <a href="{Url.To(BatchLinks.To(batch.Id))}?chunks=put-back#chunks">look why</a>.</div>
        """);

    private void WriteNone(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        Layout = new LayoutPage("Batch");
        Write(Markup.Of($"""<h1 class="page-header">Batch</h1><div class="alert alert-warning">There is no batch {batchId}.</div>"""));
    }
}
