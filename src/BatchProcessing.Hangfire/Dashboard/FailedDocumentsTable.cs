using BatchProcessing.Batches;
using BatchProcessing.Overview;
using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>How many documents of a batch failed with which code, and the first of them. The dashboard is for administrators, who may read them.</summary>
internal static class FailedDocumentsTable
{
    private const int Shown = 20;

    public static NonEscapedString Of(RazorPage page, Batch batch)
    {
        IReadOnlyDictionary<string, long> errors = batch.Progress.Tally.Group(Tally.Errors);
        return errors.Count == 0 ? Markup.Empty : Markup.Of($"""
            <h3>Failed documents</h3>
            <table class="table table-condensed bp-codes"><tbody>
            {Markup.Join(errors.OrderByDescending(e => e.Value).Select(e => Markup.Of($"<tr><th>{e.Key}</th><td>{e.Value:N0}</td></tr>")))}
            </tbody></table>
            {First(page, batch)}
            """);
    }

    private static NonEscapedString First(RazorPage page, Batch batch)
    {
        IReadOnlyList<FailedDocument> first;
        try
        {
            first = page.Get<IFailedDocuments>().FirstAsync(batch, Shown, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (IOException e)
        {
            return Markup.Of($"""<div class="alert alert-warning">The messages cannot be read now: {e.Message}</div>""");
        }

        return first.Count == 0 ? Markup.Empty : Markup.Of($"""
            <div class="table-responsive"><table class="table table-condensed bp-failed">
            <thead><tr><th>Document</th><th>Where</th><th>Code</th><th>Message</th></tr></thead>
            <tbody>{Markup.Join(first.Select(Row))}</tbody>
            </table></div>
            <p class="text-muted">The first {first.Count:N0}; all of them: <code>GET /api/batches/{batch.Id}/errors</code> with a key of the tenant.</p>
            """);
    }

    private static NonEscapedString Row(FailedDocument document) => Markup.Of($"""
        <tr><td class="bp-name">{document.Id}</td><td>{Where(document)}</td><td>{document.Code}</td><td>{document.Message}</td></tr>
        """);

    private static string Where(FailedDocument document)
    {
        string line = document.Line is { } l ? $"line {l:N0}" : $"no. {document.Ordinal:N0}";
        return document.File is { } file ? $"{file}, {line}" : line;
    }
}
