using BatchProcessing.Overview;
using Hangfire.Dashboard;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>How pages get what they show.</summary>
internal static class PageServices
{
    /// <summary>A service of the program.</summary>
    public static T Get<T>(this RazorPage page)
        where T : notnull => page.Context.GetHttpContext().RequestServices.GetRequiredService<T>();

    /// <summary>Waits for a question to the store: Hangfire's pages are written synchronously.</summary>
    public static T Ask<T>(this RazorPage page, Func<IOverviewStore, CancellationToken, Task<T>> question)
    {
        HttpContext http = page.Context.GetHttpContext();
        return question(http.RequestServices.GetRequiredService<IOverviewStore>(), http.RequestAborted).GetAwaiter().GetResult();
    }
}
