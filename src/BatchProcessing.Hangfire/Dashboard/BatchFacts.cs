using BatchProcessing.Batches;
using BatchProcessing.Hangfire.Jobs;
using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>The figures of one batch.</summary>
internal static class BatchFacts
{
    /// <summary>A table of names and values.</summary>
    public static NonEscapedString Of(RazorPage page, Batch batch) => Markup.Of($"""
        <table class="table table-condensed bp-facts"><tbody>
        {Row("Documents", $"{batch.EndedDocuments:N0}/{batch.DocumentCount:N0} ended, {batch.Percent:0.##} %")}
        {Row("Succeeded", $"{batch.Progress.Succeeded:N0}")}
        {Row("Failed", $"{batch.Progress.Failed:N0}")}
        {Row("Not processed", $"{batch.Progress.NotProcessed:N0}")}
        {Row("Chunks", $"{batch.Progress.ChunksDone:N0}/{batch.Progress.ChunkTotal:N0} ended")}
        {Row("Throughput", batch.DocumentsPerSecond is { } rate ? $"{rate:N0} documents/s" : "–")}
        {Row("Time", batch.Duration is { } time ? Durations.Short(time) : "–")}
        {Row("Run", $"{batch.Run}")}
        {Row("Tenant", $"{batch.TenantId}, lane {LaneQueue.Of(batch.Lane)}")}
        {Row("Models", string.Join(", ", batch.Models.ByAnalysis.Values.SelectMany(m => m).Distinct()))}
        {Row("Created", BatchMarkup.Time(page, batch.CreatedAt))}
        {Row("Started", BatchMarkup.Time(page, batch.StartedAt))}
        {Row("Ended", BatchMarkup.Time(page, batch.EndedAt))}
        {(batch.StopReason is { } reason ? Row("Stopped by", reason) : Markup.Empty)}
        {Predecessor(page, batch)}
        {Row("Files", Downloads(page, batch))}
        </tbody></table>
        """);

    private static NonEscapedString Downloads(RazorPage page, Batch batch)
    {
        string path = page.Url.To(BatchLinks.To(batch.Id));
        NonEscapedString report = batch.Status.IsTerminal()
            ? Markup.Of($""", <a href="{path}/report">report</a> (<a href="{path}/report?format=csv">CSV</a>)""")
            : Markup.Empty;
        return Markup.Of($"""
            <a href="{path}/results">results</a> (<a href="{path}/results?format=csv">CSV</a>){report},
            <a href="/api/batches/{batch.Id}" title="With a key of the tenant">API</a>
            """);
    }

    private static NonEscapedString Predecessor(RazorPage page, Batch batch) => batch.StartCondition?.After is { } after
        ? Row("After", Markup.Of($"""<a href="{page.Url.To(BatchLinks.To(after))}">{after}</a>"""))
        : Markup.Empty;

    private static NonEscapedString Row(string name, object value) => Markup.Of($"<tr><th>{name}</th><td>{value}</td></tr>");
}
