using BatchProcessing.Jobs;

namespace BatchProcessing.Hangfire.Jobs;

/// <summary>The Hangfire queue of each lane. Names are stable: they are stored.</summary>
internal static class LaneQueue
{
    /// <summary>The queue of a lane.</summary>
    public static string Of(Lane lane) => lane switch
    {
        Lane.Critical => "critical",
        Lane.Batch => "batch",
        Lane.Maintenance => "maintenance",
        Lane.Webhooks => "webhooks",
        Lane.Training => "training",
        _ => throw new ArgumentOutOfRangeException(nameof(lane), lane, "Unknown lane."),
    };

    /// <summary>The lane of a queue.</summary>
    /// <exception cref="ArgumentException">It is the queue of no lane.</exception>
    public static Lane LaneOf(string? queue)
    {
        foreach (Lane lane in Enum.GetValues<Lane>())
        {
            if (Of(lane) == queue) return lane;
        }

        throw new ArgumentException($"The queue '{queue}' is none of this service's.", nameof(queue));
    }
}
