using BatchProcessing.Jobs;

namespace BatchProcessing.Overview;

/// <summary>What is known of the way of one chunk.</summary>
public sealed record ChunkTrace
{
    /// <summary>The batch.</summary>
    public required Guid BatchId { get; init; }

    /// <summary>The batch's name, or null.</summary>
    public string? BatchName { get; init; }

    /// <summary>Who owns the batch.</summary>
    public required string TenantId { get; init; }

    /// <summary>Its first document.</summary>
    public required long FirstOrdinal { get; init; }

    /// <summary>Its documents.</summary>
    public required long Documents { get; init; }

    /// <summary>Its state: <c>queued</c>, <c>running</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string State { get; init; }

    /// <summary>Attempts that counted, the one in progress included.</summary>
    public required long Attempts { get; init; }

    /// <summary>Whether its one document is suspected of killing its process, and runs alone.</summary>
    public bool IsSuspect { get; init; }

    /// <summary>Documents with results.</summary>
    public long Succeeded { get; init; }

    /// <summary>Documents that failed.</summary>
    public long Failed { get; init; }

    /// <summary>What last went wrong, also when a later attempt went well; or null.</summary>
    public string? LastError { get; init; }

    /// <summary>Where it was claimed last, or null.</summary>
    public WorkPlace? Place { get; init; }

    /// <summary>When it may be claimed again; the past when it may at once.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>When it was claimed last, or null.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>When it last ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
