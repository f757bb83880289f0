using BatchProcessing.Batches;
using Hangfire.Dashboard;
using Hangfire.Dashboard.Pages;
using Microsoft.AspNetCore.Http;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>Asks before a move that cannot be taken back.</summary>
internal sealed class ConfirmPage(Guid batchId, string name) : RazorPage
{
    public override void Execute()
    {
        Layout = new LayoutPage("Batch");
        HttpContext http = Context.GetHttpContext();
        Batch? batch = this.Get<IBatchStore>().GetAsync(batchId, http.RequestAborted).GetAwaiter().GetResult();
        if (batch is null || BatchMove.Find(name) is not { Question: { } question } move)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            Write(Markup.Of($"""<h1 class="page-header">Batch</h1><div class="alert alert-warning">There is no such batch or no such move.</div>"""));
            return;
        }

        Write(Markup.Of($"""
            <h1 class="page-header bp-title">{move.Button} {batch.Name ?? batch.Id.ToString()}? <small>{BatchMarkup.Status(batch)}</small></h1>
            <p>{question}</p>
            <p>{batch.DocumentCount:N0} documents of tenant {batch.TenantId}, {batch.EndedDocuments:N0} ended.</p>
            <div class="bp-buttons">
              {MoveButtons.Form(this, batch, move, "btn-danger")}
              <a class="btn btn-sm btn-default" href="{Url.To(BatchLinks.To(batch.Id))}">Back</a>
            </div>
            """));
    }
}
