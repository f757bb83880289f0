using System.Diagnostics;
using BatchProcessing.Batches;
using BatchProcessing.Chunks;

namespace BatchProcessing.Telemetry;

/// <summary>
/// Spans of the source <see cref="Name"/>. The work on a batch belongs to the trace of its upload, on whatever node and
/// however much later it is done. Without a listener no span is made.
/// </summary>
public static class BatchTrace
{
    /// <summary>The name of the source.</summary>
    public const string Name = "BatchProcessing";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>The W3C trace context of what runs now, to be stored with a batch; null when nothing is traced.</summary>
    public static string? Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Recorded: true } activity ? activity.Id : null;

    /// <summary>The work on one chunk.</summary>
    public static Activity? StartChunk(Batch batch, ChunkLease lease)
    {
        Activity? span = Start("chunk", batch);
        if (span is not { IsAllDataRequested: true }) return span;
        span.SetTag("chunk.first_ordinal", lease.Chunk.FirstOrdinal);
        span.SetTag("chunk.documents", lease.Chunk.DocumentCount);
        span.SetTag("chunk.attempt", lease.Attempt);
        return span;
    }

    /// <summary>The end of a batch.</summary>
    public static Activity? StartEnd(Batch batch) => Start("finalize", batch);

    private static Activity? Start(string name, Batch batch)
    {
        if (!Source.HasListeners()) return null;
        _ = ActivityContext.TryParse(batch.TraceParent, null, out ActivityContext parent);
        Activity? span = Source.StartActivity(name, ActivityKind.Internal, parent);
        span?.SetTag("batch.id", batch.Id);
        span?.SetTag("batch.run", batch.Run);
        return span;
    }
}
