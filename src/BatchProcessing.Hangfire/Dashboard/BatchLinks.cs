namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>Where the pages about batches are, below the dashboard's own path.</summary>
internal static class BatchLinks
{
    /// <summary>The list.</summary>
    public const string List = "/batches";

    /// <summary>The group of <see cref="Pattern"/> that holds the batch's id.</summary>
    public const string Id = "id";

    /// <summary>One batch, as a regular expression.</summary>
    public const string Pattern = $"/batches/(?<{Id}>[0-9a-fA-F]{{8}}-[0-9a-fA-F]{{4}}-[0-9a-fA-F]{{4}}-[0-9a-fA-F]{{4}}-[0-9a-fA-F]{{12}})";

    /// <summary>One batch.</summary>
    public static string To(Guid batchId) => $"{List}/{batchId}";
}
