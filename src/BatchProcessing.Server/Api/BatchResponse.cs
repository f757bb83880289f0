using System.Text.Json.Nodes;
using BatchProcessing.Batches;

namespace BatchProcessing.Server.Api;

/// <summary>A batch as the API shows it.</summary>
public sealed record BatchResponse
{
    /// <summary>The batch.</summary>
    public required Guid Id { get; init; }

    /// <summary>The caller's own name for it.</summary>
    public string? Name { get; init; }

    /// <summary>awaiting, queued, running, paused, finalizing, completed, cancelling, cancelled or failed.</summary>
    public required string Status { get; init; }

    /// <summary>Of an ended batch: succeeded, partially_succeeded or failed.</summary>
    public string? Outcome { get; init; }

    /// <summary>failure-threshold or predecessor when the service itself stopped the batch.</summary>
    public string? StopReason { get; init; }

    /// <summary>The batch it waits for, or waited for.</summary>
    public Guid? After { get; init; }

    /// <summary>How that one must end: completed or any.</summary>
    public string? AfterOutcome { get; init; }

    /// <summary>The time before which it does not run.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>The part of failed documents above which it stops.</summary>
    public double? MaxFailureRatio { get; init; }

    /// <summary>1, and one more for each retry.</summary>
    public required int Run { get; init; }

    /// <summary>Documents by what became of them; the last four sum to the total.</summary>
    public required DocumentCounts Counts { get; init; }

    /// <summary>How much has ended, 0–100.</summary>
    public required double Percent { get; init; }

    /// <summary>Documents ended a second since the first chunk of this run was claimed.</summary>
    public double? DocumentsPerSecond { get; init; }

    /// <summary>When the batch will have ended at this rate; only while it runs.</summary>
    public DateTimeOffset? EstimatedEndAt { get; init; }

    /// <summary>Chunks in all and ended.</summary>
    public required ChunkCounts Chunks { get; init; }

    /// <summary>When the upload was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the first chunk was claimed.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When anything last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Seconds from the first claim to the end, or to the last change.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Failed documents by error code.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>Labels by analysis.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Distributions { get; init; }

    /// <summary>What is asked of each document.</summary>
    public required IEnumerable<string> Analyses { get; init; }

    /// <summary>For each analysis the model versions it is pinned to.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Models { get; init; }

    /// <summary>Where its end is told, as its upload asked.</summary>
    public string? WebhookUrl { get; init; }

    /// <summary>The caller's own JSON object.</summary>
    public JsonNode? Metadata { get; init; }

    /// <summary>Where to go on.</summary>
    public required BatchLinks Links { get; init; }

    /// <summary>Shows a batch; everything comes from its stored row, so equal versions show equal answers.</summary>
    public static BatchResponse Of(Batch batch)
    {
        DocumentCounts counts = DocumentCounts.Of(batch);
        double? rate = batch.DocumentsPerSecond;
        return new BatchResponse
        {
            Id = batch.Id,
            Name = batch.Name,
            Status = batch.Status.ToWire(),
            Outcome = batch.Outcome,
            StopReason = batch.StopReason,
            After = batch.StartCondition?.After,
            AfterOutcome = batch.StartCondition is { After: not null } condition ? OutcomeNameOf(condition) : null,
            StartAt = batch.StartCondition?.At,
            MaxFailureRatio = batch.FailureLimit?.MaxRatio,
            Run = batch.Run,
            Counts = counts,
            Percent = batch.Percent,
            DocumentsPerSecond = rate is { } r ? Math.Round(r, 1) : null,
            EstimatedEndAt = batch.Status == BatchStatus.Running && rate is { } speed
                ? batch.UpdatedAt.AddSeconds(counts.Pending / speed) : null,
            Chunks = new ChunkCounts(batch.Progress.ChunkTotal, batch.Progress.ChunksDone),
            CreatedAt = batch.CreatedAt,
            StartedAt = batch.StartedAt,
            UpdatedAt = batch.UpdatedAt,
            EndedAt = batch.EndedAt,
            DurationSeconds = batch.Duration is { } duration ? Math.Round(Math.Max(duration.TotalSeconds, 0), 3) : null,
            Errors = batch.Progress.Tally.Group(Tally.Errors),
            Distributions = batch.Analyses.ToDictionary(a => a, batch.Progress.Tally.Group),
            Analyses = batch.Analyses,
            Models = batch.Models.ByAnalysis,
            WebhookUrl = batch.WebhookUrl,
            Metadata = batch.Metadata is { } json ? JsonNode.Parse(json) : null,
            Links = BatchLinks.Of(batch.Id),
        };
    }

    private static string OutcomeNameOf(StartCondition condition) =>
        condition.Outcome == PredecessorOutcome.Any ? "any" : "completed";
}
