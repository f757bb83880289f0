using BatchProcessing.Hangfire;

namespace BatchProcessing.Server.Security;

/// <summary>
/// Headers that keep browsers from making more of an answer than it is. Set as the answer starts, so that errors have
/// them too.
/// </summary>
internal static class SecurityHeaders
{
    private const string NoContent = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    // Swagger UI has its own scripts and styles, sets styles on elements, and shows its icons from data URLs. The dashboard
    // has forms.
    private const string Pages =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    // A year; given only where the request came by https.
    private const string OneYear = "max-age=31536000";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use(async (context, next) =>
    {
        context.Response.OnStarting(Set, context);
        await next(context);
    });

    private static Task Set(object state)
    {
        var context = (HttpContext)state;
        IHeaderDictionary headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // Without a referrer the origin of a form is "null": the dashboard would take its own forms for another site's.
        headers["Referrer-Policy"] = IsDashboard(context) ? "same-origin" : "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = IsPage(context) ? Pages : NoContent;
        if (context.Request.IsHttps) headers.StrictTransportSecurity = OneYear;
        // What a tenant reads is nobody else's: kept by no cache, except where its ETag asks it to be looked at each time.
        if (IsApi(context) && headers.CacheControl.Count == 0) headers.CacheControl = headers.ETag.Count > 0 ? "private, no-cache" : "no-store";
        return Task.CompletedTask;
    }

    private static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    private static bool IsDashboard(HttpContext context) =>
        context.Request.PathBase.Add(context.Request.Path).StartsWithSegments(HangfireRegistration.Path, StringComparison.OrdinalIgnoreCase);

    private static bool IsPage(HttpContext context) =>
        !IsApi(context) && context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
}
