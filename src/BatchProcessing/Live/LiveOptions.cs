using System.ComponentModel.DataAnnotations;

namespace BatchProcessing.Live;

/// <summary>How batches are watched live. Section <c>Live</c>.</summary>
public sealed class LiveOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Live";

    /// <summary>
    /// How often a node asks the store for changes of what is watched, in one query for all watchers, 50 ms–10 s. It bounds
    /// the events of a batch: default 500 ms, so at most two a second.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A stream without an event for this long gets a heartbeat, 1 s–5 min. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Streams and waiting requests of a node at a time, 1–100,000. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int MaxWatchers { get; set; } = 1000;

    /// <summary>Those of one tenant, 1–100,000; where it is as many as a node has, one is left to others. Default 500.</summary>
    [Range(1, 100_000)]
    public int MaxWatchersPerTenant { get; set; } = 500;

    /// <summary>The longest <c>wait</c> of a status request, 1 s–10 min. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A stream whose reader takes nothing for this long is ended, 1 s–10 min. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
