using System.Data.Common;
using System.Net.Sockets;

namespace BatchProcessing.Processing;

/// <summary>How batches are cut, retried and reported. Bound from the section <see cref="SectionName"/>.</summary>
public sealed class BatchProcessorOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "ML:BatchProcessing";

    /// <summary>Items in a chunk. Default 1,000; range 1 to 100,000.</summary>
    public int StreamBatchSize { get; set; } = 1000;

    /// <summary>Further tries after a transient error. Default 3; range 0 to 20.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>
    /// Median wait before the first retry; the following ones grow exponentially, with jitter. Default 1 second; range
    /// 0 to 1 hour.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Chunks in flight in a parallel batch. Default: the machine's processors; range 1 to 1,024.</summary>
    public int MaxConcurrency { get; set; } = Environment.ProcessorCount;

    /// <summary>Whether chunks are counted in <see cref="BatchProcessingMetrics"/>. Default true.</summary>
    public bool EnableMetrics { get; set; } = true;

    /// <summary>Whether every chunk is logged, not only retries and failures. Default false.</summary>
    public bool EnableDetailedLogging { get; set; }

    /// <summary>
    /// Tells the errors that may pass (retried) from those that are the item's own (isolated). Default: I/O, network and
    /// time-out errors, and database errors that call themselves transient.
    /// </summary>
    public Func<Exception, bool> IsTransient { get; set; } = static exception => exception
        is IOException or TimeoutException or HttpRequestException or SocketException
        or DbException { IsTransient: true }
        or OperationCanceledException { InnerException: TimeoutException };
}
