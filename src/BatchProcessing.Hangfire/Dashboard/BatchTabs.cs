using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>The way between the pages about all batches.</summary>
internal static class BatchTabs
{
    public static NonEscapedString Of(RazorPage page) => Markup.Of($"""
        <ul class="nav nav-tabs bp-tabs">{Tab(page, "All batches", BatchLinks.List)}{Tab(page, "Chunks that were put back", BatchLinks.PutBack)}</ul>
        """);

    private static NonEscapedString Tab(RazorPage page, string text, string path) => Markup.Of(
        $"""<li class="{(page.RequestPath == path ? "active" : "")}"><a href="{page.Url.To(path)}">{text}</a></li>""");
}
