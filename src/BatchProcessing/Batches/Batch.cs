using BatchProcessing.Analyses;
using BatchProcessing.Jobs;

namespace BatchProcessing.Batches;

/// <summary>One accepted bulk upload and all that happens to it: a snapshot of its row in the store.</summary>
public sealed record Batch
{
    /// <summary>A version 7 UUID, so that newer batches sort after older ones.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who owns the batch.</summary>
    public required string TenantId { get; init; }

    /// <summary>The caller's own name for it, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Where the batch is in its life.</summary>
    public required BatchStatus Status { get; init; }

    /// <summary>1, then one more for each retry of an ended batch.</summary>
    public int Run { get; init; } = 1;

    /// <summary>Raised by every change of the row; the source of ETags.</summary>
    public long Version { get; init; } = 1;

    /// <summary>The queue of the job engine its pumps run in.</summary>
    public required Lane Lane { get; init; }

    /// <summary>What is asked of each document, with the model versions the batch started with.</summary>
    public required ModelPins Models { get; init; }

    /// <summary>What is asked of each document, in the order of the result line.</summary>
    public IEnumerable<string> Analyses => Models.ByAnalysis.Keys;

    /// <summary>When the batch stops because too many of its documents fail, or null.</summary>
    public FailureLimit? FailureLimit { get; init; }

    /// <summary>What an awaiting batch waits for, or null.</summary>
    public StartCondition? StartCondition { get; init; }

    /// <summary>Why the service itself stopped the batch, one of <see cref="Batches.StopReason"/>, or null.</summary>
    public string? StopReason { get; init; }

    /// <summary>The caller's own JSON object, kept as it came, or null.</summary>
    public string? Metadata { get; init; }

    /// <summary>Where its end is told, as its upload asked, or null.</summary>
    public string? WebhookUrl { get; init; }

    /// <summary>The W3C trace context of the upload, or null when it was not traced.</summary>
    public string? TraceParent { get; init; }

    /// <summary>How many documents the input had, bad rows included.</summary>
    public required long DocumentCount { get; init; }

    /// <summary>Bytes of input chunks: what is read from the blob store to process the batch once.</summary>
    public long InputBytes { get; init; }

    /// <summary>What the batch has counted so far.</summary>
    public required BatchProgress Progress { get; init; }

    /// <summary>When the batch became durable.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its first chunk was claimed, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the row last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it reached a terminal status, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Documents with an outcome: succeeded, failed or not processed.</summary>
    public long EndedDocuments => Progress.Succeeded + Progress.Failed + Progress.NotProcessed;

    /// <summary>From the first claim of this run to its end, or to the last change; null before the first claim.</summary>
    public TimeSpan? Duration => (EndedAt ?? UpdatedAt) - StartedAt;

    /// <summary>Documents ended a second in this run, those taken over from the run before not counted; null while there are none.</summary>
    public double? DocumentsPerSecond =>
        Duration is { Ticks: > 0 } duration && EndedDocuments > Progress.Kept
            ? (EndedDocuments - Progress.Kept) / duration.TotalSeconds : null;

    /// <summary>How much has ended, 0–100.</summary>
    public double Percent => DocumentCount == 0 ? 100 : Math.Round(100.0 * EndedDocuments / DocumentCount, 2);

    /// <summary>Of an ended batch <c>succeeded</c>, <c>partially_succeeded</c> or <c>failed</c>, from its counts; else null.</summary>
    public string? Outcome
    {
        get
        {
            if (!Status.IsTerminal()) return null;
            if (Progress.Failed + Progress.NotProcessed == 0) return "succeeded";
            return Progress.Succeeded == 0 ? "failed" : "partially_succeeded";
        }
    }
}
