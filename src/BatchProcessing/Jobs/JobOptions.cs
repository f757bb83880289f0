using System.ComponentModel.DataAnnotations;

namespace BatchProcessing.Jobs;

/// <summary>How jobs are run. Section <c>Jobs</c>.</summary>
public sealed class JobOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Jobs";

    /// <summary>The <see cref="Storage"/> that is a Redis server.</summary>
    public const string Redis = "Redis";

    /// <summary>
    /// Where the queues are: null, the default, means this process's memory with SQLite, and the same database with
    /// PostgreSQL; <c>Redis</c> means the server of <see cref="RedisConnection"/>. Nothing in it is needed to keep a promise.
    /// </summary>
    [AllowedValues(null, Redis)]
    public string? Storage { get; set; }

    /// <summary>The Redis server, in the form of StackExchange.Redis: <c>host:port,password=…</c>. Default <c>127.0.0.1:6379</c>.</summary>
    public string RedisConnection { get; set; } = "127.0.0.1:6379";

    /// <summary>What the keys in Redis begin with: services that share a server need a prefix each. Default <c>batchprocessing:</c>.</summary>
    [Required]
    public string RedisPrefix { get; set; } = "batchprocessing:";

    /// <summary>
    /// Workers of the <c>batch</c> lane, 1–256; 0 means one a core and one more, which computes while another waits for the
    /// disk. There are more where <see cref="BatchShare"/> needs it.
    /// </summary>
    [Range(0, 256)]
    public int BatchWorkers { get; set; }

    /// <summary>Workers of the <c>critical</c> lane, 1–256; 0 means one a core.</summary>
    [Range(0, 256)]
    public int CriticalWorkers { get; set; }

    /// <summary>Workers of the <c>webhooks</c> lane, 1–256: deliveries in progress at a time on a node. Default 16.</summary>
    [Range(1, 256)]
    public int WebhookWorkers { get; set; } = 16;

    /// <summary>
    /// The part of the workers of both lanes that the <c>batch</c> lane has at least, 0–0.9: VIP tenants never get these.
    /// Default 0.25.
    /// </summary>
    [Range(0.0, 0.9)]
    public double BatchShare { get; set; } = 0.25;

    /// <summary>Pumps one tenant may have in a lane at a time, 1–256; 0 means as many as the lane has workers on all nodes.</summary>
    [Range(0, 256)]
    public int Parallelism { get; set; }

    /// <summary>How long a pump works before it goes back to the tail of its lane, 10 ms–1 min. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan TimeSlice { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the sweep heals, 100 ms–10 min. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(5);

    // So that the sweep heals while a round of retention, which may be long, goes on.
    private const int MaintenanceWorkers = 2;

    private const int MaxWorkers = 256;

    // The smallest b with b ≥ share (b + critical); no more than the lane may have, and read before the share is checked.
    private int GuaranteedBatchWorkers =>
        (int)Math.Clamp(Math.Ceiling(WorkersOf(Lane.Critical) * BatchShare / Math.Max(0.1, 1 - BatchShare)), 1, MaxWorkers);

    /// <summary>Workers of a lane after the defaults are applied.</summary>
    public int WorkersOf(Lane lane) => lane switch
    {
        Lane.Critical => CriticalWorkers > 0 ? CriticalWorkers : Environment.ProcessorCount,
        Lane.Batch => Math.Max(BatchWorkers > 0 ? BatchWorkers : Environment.ProcessorCount + 1, GuaranteedBatchWorkers),
        Lane.Webhooks => Math.Max(1, WebhookWorkers), // read before it is checked
        Lane.Training => 1,
        _ => MaintenanceWorkers,
    };

    /// <summary>Pumps a tenant with so many chunks gets in a lane that so many nodes serve; 1 at least.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="chunks">Chunks that wait.</param>
    /// <param name="nodes">Nodes as last seen. Who asks is one, even if the engine has seen none.</param>
    public int PumpsFor(Lane lane, int chunks, int nodes = 1) =>
        Math.Clamp(chunks, 1, Parallelism > 0 ? Parallelism : WorkersOf(lane) * Math.Max(1, nodes));
}
