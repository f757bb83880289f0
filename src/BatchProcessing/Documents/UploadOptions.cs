using System.ComponentModel.DataAnnotations;

namespace BatchProcessing.Documents;

/// <summary>What one upload may bring. Section <c>Uploads</c>.</summary>
public sealed class UploadOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Uploads";

    /// <summary>
    /// Bytes of one request, before and after decompression, 1 KiB–1 TiB. Default 1 GiB. All archives and Office documents of
    /// an upload unpack to no more either, or to <see cref="MaxUnpackedBytes"/> where that is more.
    /// </summary>
    [Range(1024L, 1L << 40)]
    public long MaxRequestBytes { get; set; } = 1L << 30;

    /// <summary>Bytes of one file of a multipart upload, 1 KiB–1 TiB. Default 50 MiB. Raw table bodies are bound by the request alone.</summary>
    [Range(1024L, 1L << 40)]
    public long MaxFileBytes { get; set; } = 50L << 20;

    /// <summary>Bytes of a finished model that an administrator uploads, 1 KiB–1 GiB. Default 64 MiB. It is held in memory while it is looked at.</summary>
    [Range(1024, 1 << 30)]
    public int MaxModelBytes { get; set; } = 64 << 20;

    /// <summary>Files of one request, 1–100,000. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int MaxFiles { get; set; } = 1000;

    /// <summary>Documents of one batch, 1–100,000,000. Default 1,000,000.</summary>
    [Range(1L, 100_000_000L)]
    public long MaxDocuments { get; set; } = 1_000_000;

    /// <summary>UTF-8 bytes of one document's text, 1–64 MiB. Default 1 MiB.</summary>
    [Range(1, 64 << 20)]
    public int MaxTextBytes { get; set; } = 1 << 20;

    /// <summary>Columns of a table, 1–16,384. Default 256.</summary>
    [Range(1, 16_384)]
    public int MaxColumns { get; set; } = 256;

    /// <summary>How many times larger than its compressed form a gzip body may become, 2–10,000. Default 100.</summary>
    [Range(2, 10_000)]
    public int MaxGzipRatio { get; set; } = 100;

    /// <summary>Bytes that an archive or an Office document may have when unpacked, all entries together, 1 MiB–64 GiB. Default 200 MiB.</summary>
    [Range(1L << 20, 64L << 30)]
    public long MaxUnpackedBytes { get; set; } = 200L << 20;

    /// <summary>How many times larger than its compressed form an entry of an archive may become, 2–10,000. Default 100.</summary>
    [Range(2, 10_000)]
    public int MaxUnpackedRatio { get; set; } = 100;

    /// <summary>Entries of an archive or an Office document, folders included, 1–65,535. Default 1,000.</summary>
    [Range(1, 65_535)]
    public int MaxArchiveEntries { get; set; } = 1000;

    /// <summary>Uploads accepted at a time, 1–1,024; a further one is told to come again. A tenant takes all but one. Default 8.</summary>
    [Range(1, 1024)]
    public int MaxConcurrentUploads { get; set; } = 8;

    /// <summary>
    /// Bytes of one synchronous analysis, 1 KiB–64 MiB, and at most eight times <see cref="MaxTextBytes"/>. Default 8 MiB.
    /// </summary>
    [Range(1024, 64 << 20)]
    public int MaxAnalysisBytes { get; set; } = 8 << 20;

    /// <summary>
    /// Bytes of all synchronous analyses that a node holds at a time, 1 MiB–4 GiB, at least one of the largest; a further
    /// one is told to come again. Each takes about six times as much memory. Default 32 MiB.
    /// </summary>
    [Range(1L << 20, 4L << 30)]
    public long AnalysisBytesInFlight { get; set; } = 32L << 20;

    /// <summary>
    /// Documents of a batch that must have ended before its <c>maxFailureRatio</c> is looked at, 1–1,000,000; a batch that
    /// has fewer is looked at when all have ended. Default 100.
    /// </summary>
    [Range(1, 1_000_000)]
    public int FailureSample { get; set; } = 100;

    /// <summary>
    /// Documents that wait or are worked on in all batches; above it uploads are told to come again, 1–1,000,000,000.
    /// Default 20,000,000.
    /// </summary>
    [Range(1L, 1_000_000_000L)]
    public long MaxQueuedDocuments { get; set; } = 20_000_000;

    /// <summary>How long an upload's reservation lasts without a heartbeat, 1 s–1 h. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ReservationTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long an idempotency key is remembered, 1 min–30 d, but no longer than its batch is kept: see
    /// <c>Retention:KeepFor</c>. Default 24 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan IdempotencyTime { get; set; } = TimeSpan.FromHours(24);
}
