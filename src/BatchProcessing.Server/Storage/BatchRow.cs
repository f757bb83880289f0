using System.Globalization;
using BatchProcessing.Analyses;
using BatchProcessing.Batches;
using BatchProcessing.Jobs;

namespace BatchProcessing.Server.Storage;

/// <summary>A row of the table <c>batches</c> as the driver gives it.</summary>
internal sealed class BatchRow
{
    public const string Columns =
        "id, tenant_id AS TenantId, name, status, run, version, lane, models, metadata, "
        + "document_count AS DocumentCount, input_bytes AS InputBytes, succeeded, failed, not_processed AS NotProcessed, "
        + "chunk_total AS ChunkTotal, chunks_done AS ChunksDone, tally, created_at AS CreatedAt, started_at AS StartedAt, "
        + "updated_at AS UpdatedAt, ended_at AS EndedAt, max_failure_ratio AS MaxFailureRatio, failure_sample AS FailureSample, "
        + "after_batch_id AS AfterBatchId, after_outcome AS AfterOutcome, start_at AS StartAt, stop_reason AS StopReason, "
        + "kept_documents AS KeptDocuments, webhook_url AS WebhookUrl, trace_parent AS TraceParent";

    public static readonly string ColumnsWithoutMetadata = Columns.Replace(" metadata,", " NULL AS metadata,", StringComparison.Ordinal);

    public string Id { get; set; } = "";
    public string TenantId { get; set; } = "";
    public string? Name { get; set; }
    public string Status { get; set; } = "";
    public long Run { get; set; }
    public long Version { get; set; }
    public string Lane { get; set; } = "";
    public string Models { get; set; } = "";
    public string? Metadata { get; set; }
    public long DocumentCount { get; set; }
    public long InputBytes { get; set; }
    public long Succeeded { get; set; }
    public long Failed { get; set; }
    public long NotProcessed { get; set; }
    public long ChunkTotal { get; set; }
    public long ChunksDone { get; set; }
    public string Tally { get; set; } = "{}";
    public long CreatedAt { get; set; }
    public long? StartedAt { get; set; }
    public long UpdatedAt { get; set; }
    public long? EndedAt { get; set; }
    public double? MaxFailureRatio { get; set; }
    public long FailureSample { get; set; }
    public string? AfterBatchId { get; set; }
    public string AfterOutcome { get; set; } = "";
    public long? StartAt { get; set; }
    public string? StopReason { get; set; }
    public long KeptDocuments { get; set; }
    public string? WebhookUrl { get; set; }
    public string? TraceParent { get; set; }

    public static DateTimeOffset TimeOf(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static string KeyOf(Guid id) => id.ToString("D", CultureInfo.InvariantCulture);

    public static string LaneName(Lane lane) => lane == BatchProcessing.Jobs.Lane.Critical ? "critical" : "batch";

    public static Lane LaneOf(string name) => name == "critical" ? BatchProcessing.Jobs.Lane.Critical : BatchProcessing.Jobs.Lane.Batch;

    /// <summary>Characters of what callers and models fill: all else of a row is short.</summary>
    public int Characters => (Metadata?.Length ?? 0) + Tally.Length + Models.Length + (WebhookUrl?.Length ?? 0);

    public Batch ToBatch() => new()
    {
        Id = Guid.Parse(Id),
        TenantId = TenantId,
        Name = Name,
        Status = BatchLifecycle.Parse(Status),
        Run = (int)Run,
        Version = Version,
        Lane = LaneOf(Lane),
        Models = ModelPins.Parse(Models),
        FailureLimit = MaxFailureRatio is { } ratio ? new FailureLimit(ratio, FailureSample) : null,
        StartCondition = ConditionOf(),
        StopReason = StopReason,
        Metadata = Metadata,
        WebhookUrl = WebhookUrl,
        TraceParent = TraceParent,
        DocumentCount = DocumentCount,
        InputBytes = InputBytes,
        Progress = new BatchProgress
        {
            Succeeded = Succeeded,
            Failed = Failed,
            NotProcessed = NotProcessed,
            Kept = KeptDocuments,
            ChunkTotal = (int)ChunkTotal,
            ChunksDone = (int)ChunksDone,
            Tally = BatchProcessing.Batches.Tally.FromJson(Tally),
        },
        CreatedAt = TimeOf(CreatedAt),
        StartedAt = StartedAt is { } started ? TimeOf(started) : null,
        UpdatedAt = TimeOf(UpdatedAt),
        EndedAt = EndedAt is { } ended ? TimeOf(ended) : null,
    };

    public static string OutcomeName(PredecessorOutcome? outcome) => outcome == PredecessorOutcome.Any ? "any" : "completed";

    private StartCondition? ConditionOf() => AfterBatchId is null && StartAt is null
        ? null
        : new StartCondition(
            AfterBatchId is { } after ? Guid.Parse(after) : null,
            AfterOutcome == "any" ? PredecessorOutcome.Any : PredecessorOutcome.Completed,
            StartAt is { } start ? TimeOf(start) : null);
}
