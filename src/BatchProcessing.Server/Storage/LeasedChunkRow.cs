using BatchProcessing.Chunks;

namespace BatchProcessing.Server.Storage;

/// <summary>A running chunk with what its lease says besides.</summary>
internal sealed class LeasedChunkRow : ChunkRow
{
    public const string Select =
        $"SELECT {Columns}, batch_id AS BatchId, (SELECT run FROM batches WHERE id = batch_id) AS Run FROM chunks WHERE state = 'running'";

    public string BatchId { get; set; } = "";
    public long Run { get; set; }

    public ChunkLease ToLease() => ToLease(Guid.Parse(BatchId), Run);
}
