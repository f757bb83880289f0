using System.Diagnostics;
using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Webhooks;

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

    /// <summary>One try of a delivery. Where it goes is not told: the address may be a secret.</summary>
    public static Activity? StartDelivery(DeliveryLease lease)
    {
        Delivery delivery = lease.Delivery;
        Activity? span = Start("delivery", lease.TraceParent, delivery.BatchId, delivery.Run);
        span?.SetTag("delivery.id", delivery.Id);
        span?.SetTag("delivery.attempt", delivery.Attempts);
        return span;
    }

    private static Activity? Start(string name, Batch batch) => Start(name, batch.TraceParent, batch.Id, batch.Run);

    private static Activity? Start(string name, string? traceParent, Guid batch, int run)
    {
        if (!Source.HasListeners()) return null;
        _ = ActivityContext.TryParse(traceParent, null, out ActivityContext parent);
        Activity? span = Source.StartActivity(name, ActivityKind.Internal, parent);
        span?.SetTag("batch.id", batch);
        span?.SetTag("batch.run", run);
        return span;
    }
}
