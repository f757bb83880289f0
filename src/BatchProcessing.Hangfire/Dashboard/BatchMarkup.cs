using BatchProcessing.Batches;
using BatchProcessing.Hangfire.Jobs;
using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>Pieces that several pages about batches show.</summary>
internal static class BatchMarkup
{
    /// <summary>Loads the page again while there is something to see.</summary>
    public static NonEscapedString Refresh { get; } = Markup.Of($"""<meta http-equiv="refresh" content="2">""");

    /// <summary>How much of a batch has ended, as a bar with x/y in words; what failed is its red part.</summary>
    public static NonEscapedString Progress(Batch batch)
    {
        double failed = Share(batch, batch.Progress.Failed + batch.Progress.NotProcessed);
        return Markup.Of($"""
            <div class="progress bp-progress">
              <div class="progress-bar progress-bar-success" style="width:{Share(batch, batch.Progress.Succeeded):0.##}%"></div>
              <div class="progress-bar progress-bar-danger" style="width:{failed:0.##}%"></div>
              <span>{batch.EndedDocuments:N0}/{batch.DocumentCount:N0}</span>
            </div>
            """);
    }

    /// <summary>The status of a batch, coloured; one that completed without all its documents says so.</summary>
    public static NonEscapedString Status(Batch batch) =>
        Markup.Of($"""<span class="label label-{StyleOf(batch)}">{batch.Status.ToWire()}{(HasFailures(batch) ? " with failures" : "")}</span>""");

    /// <summary>The rate of a batch.</summary>
    public static string Rate(Batch batch) => batch.DocumentsPerSecond is { } rate ? $"{rate:N0}" : "";

    /// <summary>A link to the page of a batch, by its name or its id.</summary>
    public static NonEscapedString Link(RazorPage page, Batch batch) => Link(page, batch.Id, batch.Name);

    /// <summary>The same of a batch of which no more is known.</summary>
    public static NonEscapedString Link(RazorPage page, Guid id, string? name) =>
        Markup.Of($"""<a href="{page.Url.To(BatchLinks.To(id))}" title="{id}">{name ?? ReadableName.Short(id)}</a>""");

    /// <summary>A time, as the dashboard writes them: how long ago.</summary>
    public static NonEscapedString Time(RazorPage page, DateTimeOffset? time) =>
        time is { } known ? page.Html.RelativeTime(known.UtcDateTime) : Markup.Empty;

    /// <summary>Whether something is to be seen of a batch by looking again.</summary>
    public static bool IsMoving(Batch batch) =>
        !batch.Status.IsTerminal() && batch.Status is not (BatchStatus.Awaiting or BatchStatus.Paused);

    private static bool HasFailures(Batch batch) => batch.Status == BatchStatus.Completed && batch.Progress.Failed > 0;

    private static double Share(Batch batch, long documents) =>
        batch.DocumentCount == 0 ? 0 : 100.0 * documents / batch.DocumentCount;

    private static string StyleOf(Batch batch) => batch.Status switch
    {
        BatchStatus.Completed => HasFailures(batch) ? "warning" : "success",
        BatchStatus.Failed => "danger",
        BatchStatus.Running or BatchStatus.Finalizing => "info",
        _ => "default",
    };
}
