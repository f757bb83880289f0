using BatchProcessing.Batches;
using Hangfire.Dashboard;
using Hangfire.Dashboard.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>Every tenant's batches, newest first, with their progress.</summary>
internal sealed class BatchesPage : RazorPage
{
    private const int PageSize = 50;

    public override void Execute()
    {
        Layout = new LayoutPage("Batches");
        Guid? before = Guid.TryParse(Query("before"), out Guid last) ? last : null;
        var store = Context.GetHttpContext().RequestServices.GetRequiredService<IBatchStore>();
        // Hangfire's pages are written synchronously.
        IReadOnlyList<Batch> batches = store.ListAllAsync(status: null, before, PageSize + 1, CancellationToken.None).GetAwaiter().GetResult();
        bool isActive = batches.Any(b => !b.Status.IsTerminal() && b.Status is not (BatchStatus.Awaiting or BatchStatus.Paused));
        Write(Markup.Of($"""
            {(isActive ? BatchMarkup.Refresh : Markup.Empty)}
            <div class="row"><div class="col-md-12">
            <h1 class="page-header">Batches</h1>
            {(batches.Count == 0 ? Markup.Of($"""<div class="alert alert-info">No batches yet. POST one to /api/documents/bulk-upload.</div>""") : Table(batches))}
            {(batches.Count > PageSize ? Older(batches[PageSize - 1].Id) : Markup.Empty)}
            </div></div>
            """));
    }

    private NonEscapedString Table(IReadOnlyList<Batch> batches) => Markup.Of($"""
        <div class="table-responsive"><table class="table table-hover" aria-describedby="page-title">
        <thead><tr>
          <th>Batch</th><th>State</th><th>Documents</th><th class="align-right">Failed</th>
          <th class="align-right">Chunks</th><th class="align-right">Documents/s</th><th class="align-right">Created</th>
        </tr></thead>
        <tbody>{Markup.Join(batches.Take(PageSize).Select(Row))}</tbody>
        </table></div>
        """);

    private NonEscapedString Row(Batch batch) => Markup.Of($"""
        <tr>
          <td>{BatchMarkup.Link(this, batch)}</td><td>{BatchMarkup.Status(batch)}</td><td>{BatchMarkup.Progress(batch)}</td>
          <td class="align-right">{batch.Progress.Failed:N0}</td>
          <td class="align-right">{batch.Progress.ChunksDone:N0}/{batch.Progress.ChunkTotal:N0}</td>
          <td class="align-right">{BatchMarkup.Rate(batch)}</td>
          <td class="align-right">{BatchMarkup.Time(this, batch.CreatedAt)}</td>
        </tr>
        """);

    private NonEscapedString Older(Guid last) =>
        Markup.Of($"""<a class="btn btn-default" href="{Url.To(BatchLinks.List)}?before={last}">Older</a>""");
}
