using BatchProcessing.Batches;
using BatchProcessing.Overview;
using Hangfire.Dashboard;
using Hangfire.Dashboard.Pages;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>Every tenant's batches, newest first, with their progress.</summary>
internal sealed class BatchesPage : RazorPage
{
    private const int PageSize = 50;

    public override void Execute()
    {
        Layout = new LayoutPage("Batches");
        var query = new ListQuery(Context.GetHttpContext().Request.Query, PageSize);
        BatchListPart part = this.Ask((store, token) => store.ListAsync(query.Filter, token));
        // A page that loads itself again takes the words from whoever writes into its form.
        bool isFormOpen = query["filter"] == "open" || query.Faults.Count > 0;
        Write(Markup.Of($"""
            {(!isFormOpen && part.Batches.Any(BatchMarkup.IsMoving) ? BatchMarkup.Refresh : Markup.Empty)}
            <div class="row"><div class="col-md-12">
            <h1 class="page-header">Batches</h1>
            {BatchTabs.Of(this)}
            {Notice(query)}
            {FilterForm.Of(this, query, isFormOpen)}
            {(part.Batches.Count == 0 ? None(query, part) : Table(part.Batches))}
            {Pages(query, part)}
            </div></div>
            """));
    }

    private static NonEscapedString Notice(ListQuery query) => Markup.Join(
    [
        .. query.Faults.Select(f => Markup.Of($"""<div class="alert alert-warning">{f}</div>""")),
        query[MoveNotice.Deleted].Length > 0 ? MoveNotice.OfDeleted : Markup.Empty,
    ]);

    private static NonEscapedString None(ListQuery query, BatchListPart part) => Markup.Of(
        $"""<div class="alert alert-info">{(part.Next is not null ? "None among those looked at so far; older ones may match."
            : query.IsFiltered || query.Filter.Before is not null ? "No batches match."
            : "No batches yet. POST one to /api/documents/bulk-upload.")}</div>""");

    private NonEscapedString Table(IReadOnlyList<Batch> batches) => Markup.Of($"""
        <div class="table-responsive"><table class="table table-hover" aria-describedby="page-title">
        <thead><tr>
          <th>Batch</th><th>State</th><th>Documents</th><th class="align-right">Failed</th>
          <th class="align-right">Chunks</th><th class="align-right">Documents/s</th><th>Tenant</th><th class="align-right">Created</th>
        </tr></thead>
        <tbody>{Markup.Join(batches.Select(Row))}</tbody>
        </table></div>
        """);

    private NonEscapedString Row(Batch batch) => Markup.Of($"""
        <tr>
          <td class="bp-name">{BatchMarkup.Link(this, batch)}</td><td>{BatchMarkup.Status(batch)}</td><td>{BatchMarkup.Progress(batch)}</td>
          <td class="align-right">{batch.Progress.Failed:N0}</td>
          <td class="align-right">{batch.Progress.ChunksDone:N0}/{batch.Progress.ChunkTotal:N0}</td>
          <td class="align-right">{BatchMarkup.Rate(batch)}</td>
          <td>{batch.TenantId}</td>
          <td class="align-right bp-time">{BatchMarkup.Time(this, batch.CreatedAt)}</td>
        </tr>
        """);

    private NonEscapedString Pages(ListQuery query, BatchListPart part) => Markup.Of($"""
        <div class="btn-toolbar">
        {(query.Filter.Before is null ? Markup.Empty : Button("Newest", query.Address(this)))}
        {(part.Next is { } next ? Button("Older", query.Address(this, (ListQuery.Before, next.ToString()))) : Markup.Empty)}
        </div>
        """);

    private static NonEscapedString Button(string text, string address) => Markup.Of($"""<a class="btn btn-default" href="{address}">{text}</a>""");
}
