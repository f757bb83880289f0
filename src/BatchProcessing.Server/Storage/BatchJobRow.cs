using BatchProcessing.Jobs;
using BatchProcessing.Overview;

namespace BatchProcessing.Server.Storage;

/// <summary>The chunks that one job claimed last, summed up, as the driver gives them.</summary>
internal sealed class BatchJobRow
{
    public string Node { get; set; } = "";
    public string? JobId { get; set; }
    public long Chunks { get; set; }
    public long Running { get; set; }
    public long Documents { get; set; }
    public long FirstClaim { get; set; }
    public long LastChange { get; set; }

    public BatchJob ToJob() => new(
        new WorkPlace(Node, JobId), Chunks, Running, Documents, BatchRow.TimeOf(FirstClaim), BatchRow.TimeOf(LastChange));
}
