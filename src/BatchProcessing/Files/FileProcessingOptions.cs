using System.ComponentModel.DataAnnotations;

namespace BatchProcessing.Files;

/// <summary>How a file is processed outside of a batch. Section <c>ML:DocumentBatch</c>.</summary>
public sealed class FileProcessingOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "ML:DocumentBatch";

    /// <summary>Documents read, analysed and written at a time, 1–100,000. Default 5,000.</summary>
    [Range(1, 100_000)]
    public int FileBatchSize { get; set; } = 5000;

    /// <summary>Chunks in work at a time, 1–1,024; 0 means one a core.</summary>
    [Range(0, 1024)]
    public int MaxConcurrency { get; set; }

    /// <summary><c>jsonl</c> or <c>csv</c>: what is written when the output file's name does not say.</summary>
    [AllowedValues("jsonl", "csv")]
    public string OutputFormat { get; set; } = "jsonl";

    /// <summary>Whether a report with counts, rates and distributions is written beside the output.</summary>
    public bool IncludeMetrics { get; set; } = true;
}
