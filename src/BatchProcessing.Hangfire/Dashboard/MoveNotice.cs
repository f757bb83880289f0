using BatchProcessing.Batches;
using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>Tells a person what came of a move. The address names the move only, so that a link can put no words on the page.</summary>
internal static class MoveNotice
{
    public const string Refused = "refused";
    public const string Broken = "broken";
    public const string Deleted = "deleted";

    /// <summary>On the list, after a deletion.</summary>
    public static NonEscapedString OfDeleted { get; } = Markup.Of($"""<div class="alert alert-success">The batch was deleted.</div>""");

    /// <summary>On the batch's page.</summary>
    public static NonEscapedString Of(RazorPage page, Batch batch)
    {
        if (BatchMove.Find(page.Query(Refused) ?? "") is { } refused)
        {
            string why = refused.Name == "retry" && batch.Status.IsTerminal() ? "all its documents have succeeded" : $"it is {batch.Status.ToWire()}";
            return Markup.Of($"""<div class="alert alert-warning"><strong>{refused.Button}</strong> was refused: {why}. Nothing was changed.</div>""");
        }

        return BatchMove.Find(page.Query(Broken) ?? "") is { } broken
            ? Markup.Of($"""<div class="alert alert-danger"><strong>{broken.Button}</strong> broke off: the storage did not answer. Look at the state, then try again.</div>""")
            : Markup.Empty;
    }
}
