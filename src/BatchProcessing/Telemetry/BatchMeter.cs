using System.Diagnostics.Metrics;
using BatchProcessing.Batches;
using BatchProcessing.Chunks;

namespace BatchProcessing.Telemetry;

/// <summary>
/// Counts what this process does to batches, as instruments of the meter <see cref="Name"/>. Nothing is counted before the
/// store has recorded it. No instrument names a tenant or a batch, so that their number is bounded.
/// </summary>
public static class BatchMeter
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "BatchProcessing";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> UploadedBytes =
        Meter.CreateCounter<long>("batch_processing.upload.size", "By", "Bytes of upload bodies as they came");

    private static readonly Counter<long> Accepted =
        Meter.CreateCounter<long>("batch_processing.batches.accepted", "{batch}", "Batches that were accepted");

    private static readonly Counter<long> AcceptedDocuments =
        Meter.CreateCounter<long>("batch_processing.documents.accepted", "{document}", "Documents of accepted batches");

    private static readonly Counter<long> Ended =
        Meter.CreateCounter<long>("batch_processing.batches.ended", "{batch}", "Runs of batches that ended, by status");

    private static readonly Counter<long> Documents =
        Meter.CreateCounter<long>("batch_processing.documents", "{document}", "Documents that ended, by outcome");

    private static readonly Counter<long> ChunkRetries =
        Meter.CreateCounter<long>("batch_processing.chunk.retries", "{retry}", "Chunks put back for another attempt");

    private static readonly Counter<long> LeasesLost = Meter.CreateCounter<long>(
        "batch_processing.leases.lost", "{lease}", "Leases that expired, or whose worker came too late to record its result");

    /// <summary>Counts bytes of an upload's body.</summary>
    public static void Received(int bytes) => UploadedBytes.Add(bytes);

    /// <summary>Counts an accepted batch.</summary>
    public static void BatchAccepted(Batch batch)
    {
        Accepted.Add(1);
        AcceptedDocuments.Add(batch.DocumentCount);
    }

    /// <summary>Counts the documents of a chunk whose result was offered to the store.</summary>
    public static void ChunkOffered(ChunkLease lease, ChunkOutcome outcome, ChunkCommit commit)
    {
        if (commit == ChunkCommit.LeaseLost)
        {
            LeasesLost.Add(1);
            return;
        }

        Count(outcome.Succeeded - (lease.Previous?.Succeeded ?? 0), "succeeded");
        Count(outcome.Failed, "failed");
    }

    /// <summary>Counts the end of a run, and the documents that it leaves not processed.</summary>
    public static void BatchEnded(Batch batch, BatchStatus end)
    {
        Ended.Add(1, new KeyValuePair<string, object?>("status", end.ToWire()));
        Count(batch.Progress.NotProcessed, "not-processed");
    }

    /// <summary>Counts a chunk that is put back for another attempt.</summary>
    public static void ChunkRetried() => ChunkRetries.Add(1);

    /// <summary>Counts leases that the sweep found expired.</summary>
    public static void LeasesExpired(int leases) => LeasesLost.Add(leases);

    private static void Count(long documents, string outcome)
    {
        if (documents > 0) Documents.Add(documents, new KeyValuePair<string, object?>("outcome", outcome));
    }
}
