using System.ComponentModel.DataAnnotations;

namespace BatchProcessing.Chunks;

/// <summary>How batches are cut and leased. Section <c>Chunks</c>.</summary>
public sealed class ChunkOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Chunks";

    /// <summary>Documents after which a chunk ends, 1–100,000. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int MaxDocuments { get; set; } = 1000;

    /// <summary>Bytes of input after which a chunk ends, 64 KiB–64 MiB. Default 4 MiB.</summary>
    [Range(64 << 10, 64 << 20)]
    public int MaxBytes { get; set; } = 4 << 20;

    /// <summary>How long a claim lasts without a heartbeat, 1 s–1 h. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a lease is renewed, 100 ms–10 min, less than the lease. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the work on one chunk may take, and as long again writing its result, 1 s–1 h. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long work that took too long may go on before the process ends, 1 s–1 h. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StuckTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a chunk waits after an outage of the storage, cut by up to a half at random, 100 ms–10 min. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan OutageDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Memory of the process, in MiB, above which one pump works at a time until it falls, 64–1,048,576. Default 2,048.</summary>
    [Range(64, 1 << 20)]
    public int MemoryThresholdMb { get; set; } = 2048;
}
