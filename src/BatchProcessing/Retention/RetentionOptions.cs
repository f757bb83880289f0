using System.ComponentModel.DataAnnotations;

namespace BatchProcessing.Retention;

/// <summary>How long ended batches and unneeded blobs are kept. Section <c>Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Retention";

    /// <summary>
    /// How long a batch is kept after its end, with its documents, results and idempotency key, 1 s–3,650 days. Where it
    /// is less than <c>Uploads:IdempotencyTime</c>, an upload that is sent again later is a new batch. Default 7 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often what is over is removed, by one node for all, 1 s–1 day; not more often than the sweep. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a blob that nothing names is kept, 1 s–30 days. Downloads that were begun before a retry may go on for
    /// this long. Default 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan BlobGrace { get; set; } = TimeSpan.FromHours(1);
}
