using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>Where the pages about batches are, below the dashboard's own path.</summary>
internal static class BatchLinks
{
    /// <summary>The list.</summary>
    public const string List = "/batches";

    /// <summary>The chunks of all batches that were put back.</summary>
    public const string PutBack = $"{List}/put-back";

    /// <summary>The group of <see cref="Pattern"/> that holds the batch's id.</summary>
    public const string Id = "id";

    /// <summary>The group of the patterns below that holds the name of a move.</summary>
    public const string Move = "move";

    /// <summary>One batch, as a regular expression.</summary>
    public const string Pattern = $"{List}/(?<{Id}>[0-9a-fA-F]{{8}}-[0-9a-fA-F]{{4}}-[0-9a-fA-F]{{4}}-[0-9a-fA-F]{{4}}-[0-9a-fA-F]{{12}})";

    /// <summary>Where a move of a batch is posted to.</summary>
    public const string MovePattern = $"{Pattern}/move/(?<{Move}>[a-z]+)";

    /// <summary>Where a person is asked first.</summary>
    public const string ConfirmPattern = $"{Pattern}/confirm/(?<{Move}>[a-z]+)";

    /// <summary>One batch.</summary>
    public static string To(Guid batchId) => $"{List}/{batchId}";

    /// <summary>A link to a job's page, by the job's id; only words where the engine's id is not known.</summary>
    public static NonEscapedString Job(RazorPage page, string? jobId) =>
        jobId is null ? Markup.Of($"–") : Markup.Of($"""<a href="{page.Url.JobDetails(jobId)}">#{Shortened(jobId)}</a>""");

    private static string Shortened(string jobId) => jobId.Length > 10 ? $"{jobId[..8]}…" : jobId;
}
