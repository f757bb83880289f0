using BatchProcessing.Batches;
using BatchProcessing.Overview;
using BatchProcessing.Webhooks;
using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>What comes, or came, after all chunks of a batch.</summary>
internal static class ContinuationPanel
{
    /// <summary>Batches after it that are shown.</summary>
    public const int Shown = 20;

    public static NonEscapedString Of(RazorPage page, Batch batch, Continuation? end, IReadOnlyList<Batch> successors) => Markup.Of($"""
        <h3>Continuation <small>after all chunks</small></h3>
        <ol class="bp-steps">
          <li>{State(page, batch, end)}</li>
          {Markup.Join(successors.Take(Shown).Select(s => Markup.Of($"<li>Batch after it: {BatchMarkup.Link(page, s)} {BatchMarkup.Status(s)}</li>")))}
          {(successors.Count > Shown ? Markup.Of($"<li>and more batches after it</li>") : Markup.Empty)}
          {Markup.Join((end?.Deliveries ?? []).Select(Delivery))}
        </ol>
        """);

    private static NonEscapedString State(RazorPage page, Batch batch, Continuation? end)
    {
        if (end is null)
        {
            return batch.Status is BatchStatus.Finalizing or BatchStatus.Cancelling
                ? Markup.Of($"It is due: the ledger is checked, then the batch ends.")
                : Markup.Of($"It runs when the last chunk has ended: checks the ledger, ends the batch, starts the batches after it, tells its receivers.");
        }

        if (end.Place is null) return Markup.Of($"Ledger checked, batch {batch.Status.ToWire()} {BatchMarkup.Time(page, end.EndedAt)}.");
        string took = end.ClaimedAt is { } claimed ? $" in {Durations.Short(end.EndedAt - claimed)}" : "";
        return Markup.Of($"""
            Ledger checked, batch {batch.Status.ToWire()} {BatchMarkup.Time(page, end.EndedAt)}{took}, by job {BatchLinks.Job(page, end.Place.JobId)}
            on node {end.Place.Node}.
            """);
    }

    private static NonEscapedString Delivery(DeliveryTrace delivery) => Markup.Of($"""
        <li>{delivery.Event} of run {delivery.Run} to {delivery.Host}: <span class="label label-{StyleOf(delivery.State)}">{NameOf(delivery.State)}</span>
        after {delivery.Attempts:N0} {(delivery.Attempts == 1 ? "try" : "tries")}{(delivery.LastStatus is { } status ? $", answered {status}" : "")}{(delivery.LastError is { } error ? $", {error}" : "")}</li>
        """);

    private static string StyleOf(DeliveryState state) => state switch
    {
        DeliveryState.Delivered => "success",
        DeliveryState.Failed => "danger",
        _ => "info",
    };

    private static string NameOf(DeliveryState state) => state switch
    {
        DeliveryState.Delivered => "delivered",
        DeliveryState.Failed => "given up",
        _ => "pending",
    };
}
