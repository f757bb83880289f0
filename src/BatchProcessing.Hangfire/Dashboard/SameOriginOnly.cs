using Hangfire.Dashboard;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>
/// Refuses commands (delete, requeue, trigger) that another site's page makes a browser send. Every browser names the
/// page's origin in such a request; this needs no token, and so no keys that all nodes would have to share.
/// </summary>
internal sealed class SameOriginOnly : IDashboardAuthorizationFilter
{
    private const string FetchSite = "Sec-Fetch-Site";

    public bool Authorize(DashboardContext context) => IsAllowed(context.GetHttpContext().Request);

    /// <summary>Whether a request only reads, or comes from the dashboard's own pages or from no page at all.</summary>
    public static bool IsAllowed(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return true;
        string? site = request.Headers[FetchSite];
        if (site is not (null or "" or "same-origin" or "none")) return false;
        string? origin = request.Headers[HeaderNames.Origin];
        return string.IsNullOrEmpty(origin)
            || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? from) && HostString.FromUriComponent(from) == request.Host);
    }
}
