using BatchProcessing.Jobs;
using BatchProcessing.Overview;

namespace BatchProcessing.Server.Storage;

/// <summary>A chunk with its way, beside its batch's name, as the driver gives it.</summary>
internal sealed class ChunkTraceRow
{
    public const string Columns =
        "c.batch_id AS BatchId, b.name AS BatchName, c.tenant_id AS TenantId, c.first_ordinal AS FirstOrdinal, "
        + "c.document_count AS DocumentCount, c.state, c.attempt, c.is_suspect AS IsSuspect, c.succeeded, c.failed, "
        + "c.last_error AS LastError, c.last_node AS LastNode, c.last_job AS LastJob, c.not_before AS NotBefore, "
        + "c.claimed_at AS ClaimedAt, c.ended_at AS EndedAt";

    public string BatchId { get; set; } = "";
    public string? BatchName { get; set; }
    public string TenantId { get; set; } = "";
    public long FirstOrdinal { get; set; }
    public long DocumentCount { get; set; }
    public string State { get; set; } = "";
    public long Attempt { get; set; }
    public long IsSuspect { get; set; }
    public long Succeeded { get; set; }
    public long Failed { get; set; }
    public string? LastError { get; set; }
    public string? LastNode { get; set; }
    public string? LastJob { get; set; }
    public long NotBefore { get; set; }
    public long? ClaimedAt { get; set; }
    public long? EndedAt { get; set; }

    public ChunkTrace ToTrace() => new()
    {
        BatchId = Guid.Parse(BatchId),
        BatchName = BatchName,
        TenantId = TenantId,
        FirstOrdinal = FirstOrdinal,
        Documents = DocumentCount,
        State = State,
        Attempts = Attempt,
        IsSuspect = IsSuspect != 0,
        Succeeded = Succeeded,
        Failed = Failed,
        LastError = LastError,
        Place = LastNode is null ? null : new WorkPlace(LastNode, LastJob),
        NotBefore = BatchRow.TimeOf(NotBefore),
        ClaimedAt = ClaimedAt is { } claimed ? BatchRow.TimeOf(claimed) : null,
        EndedAt = EndedAt is { } ended ? BatchRow.TimeOf(ended) : null,
    };
}
