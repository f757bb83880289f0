using BatchProcessing.Batches;
using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>The figures of one batch.</summary>
internal static class BatchFacts
{
    /// <summary>A table of names and values.</summary>
    public static NonEscapedString Of(RazorPage page, Batch batch) => Markup.Of($"""
        <table class="table"><tbody>
        {Row("Documents", $"{batch.EndedDocuments:N0}/{batch.DocumentCount:N0} ended, {batch.Percent:0.##} %")}
        {Row("Succeeded", $"{batch.Progress.Succeeded:N0}")}
        {Row("Failed", $"{batch.Progress.Failed:N0}")}
        {Row("Not processed", $"{batch.Progress.NotProcessed:N0}")}
        {Row("Chunks", $"{batch.Progress.ChunksDone:N0}/{batch.Progress.ChunkTotal:N0} ended")}
        {Row("Throughput", batch.DocumentsPerSecond is { } rate ? $"{rate:N0} documents/s" : "–")}
        {Row("Time", batch.Duration is { } time ? $"{time.TotalSeconds:N1} s" : "–")}
        {Row("Run", $"{batch.Run}")}
        {Row("Tenant", batch.TenantId)}
        {Row("Models", string.Join(", ", batch.Models.ByAnalysis.Values.SelectMany(m => m).Distinct()))}
        {Row("Created", BatchMarkup.Time(page, batch.CreatedAt))}
        {Row("Started", BatchMarkup.Time(page, batch.StartedAt))}
        {Row("Ended", BatchMarkup.Time(page, batch.EndedAt))}
        {Predecessor(page, batch)}
        </tbody></table>
        """);

    /// <summary>How many documents failed with which code.</summary>
    public static NonEscapedString Errors(Batch batch)
    {
        IReadOnlyDictionary<string, long> errors = batch.Progress.Tally.Group(Tally.Errors);
        return errors.Count == 0 ? Markup.Empty : Markup.Of($"""
            <h3>Failed documents</h3>
            <table class="table"><tbody>{Markup.Join(errors.Select(e => Row(e.Key, $"{e.Value:N0}")))}</tbody></table>
            <p>Each with its line and message: <code>GET /api/batches/{batch.Id}/errors</code> with a key of the tenant.</p>
            """);
    }

    private static NonEscapedString Predecessor(RazorPage page, Batch batch) => batch.StartCondition?.After is { } after
        ? Row("After", Markup.Of($"""<a href="{page.Url.To(BatchLinks.To(after))}">{after}</a>"""))
        : Markup.Empty;

    private static NonEscapedString Row(string name, object value) => Markup.Of($"<tr><th>{name}</th><td>{value}</td></tr>");
}
