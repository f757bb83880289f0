namespace BatchProcessing.Server.Api;

/// <summary>Where a batch can be looked at.</summary>
/// <param name="Self">Its status.</param>
/// <param name="Documents">Its documents with their statuses.</param>
/// <param name="Results">Its results as JSON Lines or CSV.</param>
/// <param name="Errors">Its failed documents.</param>
public sealed record BatchLinks(string Self, string Documents, string Results, string Errors)
{
    /// <summary>The links of a batch.</summary>
    public static BatchLinks Of(Guid id)
    {
        string self = $"/api/batches/{id}";
        return new BatchLinks(self, $"{self}/documents", $"{self}/results", $"{self}/errors");
    }
}
