using BatchProcessing.Batches;
using Hangfire.Dashboard;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>
/// Makes a move that a form of the dashboard posts, and goes back to the page, which says how it went. That the caller may
/// do it is the endpoint's own authorization; that it was his own page, <see cref="SameOriginOnly"/> and the token.
/// </summary>
internal sealed class MoveDispatcher : IDashboardDispatcher
{
    public async Task Dispatch(DashboardContext context)
    {
        HttpContext http = context.GetHttpContext();
        Guid batchId = Guid.Parse(context.UriMatch.Groups[BatchLinks.Id].Value);
        BatchMove? move = BatchMove.Find(context.UriMatch.Groups[BatchLinks.Move].Value);
        if (move is null || !HttpMethods.IsPost(http.Request.Method) || !http.Request.HasFormContentType)
        {
            http.Response.StatusCode = move is null ? StatusCodes.Status404NotFound : StatusCodes.Status405MethodNotAllowed;
            return;
        }

        IFormCollection form = await http.Request.ReadFormAsync(http.RequestAborted);
        bool isOwn = !context.IsReadOnly
            && http.RequestServices.GetRequiredService<MoveTokens>().IsGood(http, batchId, form[MoveTokens.Field]);
        if (isOwn) GoTo(http, await MakeAsync(http, batchId, move));
        else await RefuseAsync(http, batchId);
    }

    /// <returns>The page to go to.</returns>
    private static async Task<string> MakeAsync(HttpContext http, Guid batchId, BatchMove move)
    {
        IServiceProvider services = http.RequestServices;
        string page = BatchLinks.To(batchId);
        Batch? batch = await services.GetRequiredService<IBatchStore>().GetAsync(batchId, http.RequestAborted);
        if (batch is null) return page;
        try
        {
            bool isMade = await move.MakeAsync(services.GetRequiredService<BatchControl>(), batch, http.RequestAborted);
            return isMade && move.Name == BatchMove.Delete ? $"{BatchLinks.List}?{MoveNotice.Deleted}=1" : page;
        }
        catch (IllegalBatchMoveException)
        {
            return $"{page}?{MoveNotice.Refused}={move.Name}";
        }
        catch (IOException)
        {
            return $"{page}?{MoveNotice.Broken}={move.Name}";
        }
    }

    private static void GoTo(HttpContext http, string page)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"{http.Request.PathBase}{page}";
    }

    private static Task RefuseAsync(HttpContext http, Guid batchId)
    {
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        http.Response.ContentType = "text/html; charset=utf-8";
        string page = $"{http.Request.PathBase}{BatchLinks.To(batchId)}";
        return http.Response.WriteAsync(Markup.Of($"""
            <!DOCTYPE html><title>Refused</title><p>The form carried no token, or one that has expired. Nothing was changed.
            Open <a href="{page}">the batch's page</a> and try again.</p>
            """).ToString(), http.RequestAborted);
    }
}
