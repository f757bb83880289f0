namespace BatchProcessing.Server.Api;

/// <summary>Where a batch can be looked at, and what can be done to it by POST.</summary>
/// <param name="Self">Its status.</param>
/// <param name="Documents">Its documents with their statuses.</param>
/// <param name="Results">Its results as JSON Lines or CSV.</param>
/// <param name="Errors">Its failed documents.</param>
/// <param name="Manifest">What an ended batch can be checked against.</param>
/// <param name="Report">What came of an ended batch, summed up.</param>
/// <param name="Deliveries">Who was told of its ends.</param>
/// <param name="Events">Its progress as server-sent events.</param>
/// <param name="Cancel">Stops it.</param>
/// <param name="Pause">Holds it.</param>
/// <param name="Resume">Lets it go on.</param>
/// <param name="Retry">Runs what failed again.</param>
public sealed record BatchLinks(
    string Self, string Documents, string Results, string Errors, string Manifest, string Report, string Deliveries,
    string Events, string Cancel, string Pause, string Resume, string Retry)
{
    /// <summary>The links of a batch.</summary>
    public static BatchLinks Of(Guid id)
    {
        string self = $"/api/batches/{id}";
        return new BatchLinks(
            self, $"{self}/documents", $"{self}/results", $"{self}/errors", $"{self}/manifest", $"{self}/report",
            $"{self}/deliveries", $"{self}/events", $"{self}/cancel", $"{self}/pause", $"{self}/resume", $"{self}/retry");
    }
}
