using BatchProcessing.Batches;
using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>The buttons for the moves that a batch allows now.</summary>
internal static class MoveButtons
{
    public static NonEscapedString Of(RazorPage page, Batch batch) => Markup.Of(
        $"""<div class="bp-buttons">{Markup.Join(BatchMove.All.Where(m => m.IsOffered(batch)).Select(m => m.Question is null ? Form(page, batch, m, "btn-default") : Ask(page, batch, m)))}</div>""");

    /// <summary>The form that does it.</summary>
    public static NonEscapedString Form(RazorPage page, Batch batch, BatchMove move, string style) => Markup.Of($"""
        <form method="post" action="{page.Url.To($"{BatchLinks.To(batch.Id)}/move/{move.Name}")}">
          <input type="hidden" name="{MoveTokens.Field}" value="{page.Get<MoveTokens>().For(page.Context.GetHttpContext(), batch.Id)}">
          <button class="btn btn-sm {style}" type="submit">{move.Button}</button>
        </form>
        """);

    private static NonEscapedString Ask(RazorPage page, Batch batch, BatchMove move) => Markup.Of(
        $"""<a class="btn btn-sm btn-default" href="{page.Url.To($"{BatchLinks.To(batch.Id)}/confirm/{move.Name}")}">{move.Button}…</a>""");
}
