using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BatchProcessing.Suspects;

/// <summary>
/// Ends a process one of whose workers cannot be stopped: a thread cannot be killed, and its processor and memory are
/// lost. What the worker is at stays in its breadcrumb for the next process to find.
/// </summary>
public sealed class StuckWorker(IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<StuckWorker> logger)
{
    /// <summary>The exit code: EX_SOFTWARE of sysexits.h.</summary>
    public const int ExitCode = 70;

    /// <summary>How long the other workers have to put back what they hold.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private ITimer? _exit;

    /// <summary>Stops the service, and ends the process whether or not it has stopped by then.</summary>
    /// <param name="batchId">The batch of the chunk at hand.</param>
    /// <param name="firstOrdinal">The chunk.</param>
    /// <param name="place">Where in the chunk the worker is.</param>
    public void EndProcess(Guid batchId, long firstOrdinal, long place)
    {
        logger.LogCritical("Batch {BatchId}: the worker of chunk {Ordinal} does not stop at {Place}; the process ends",
            batchId, firstOrdinal, place);
        _exit ??= clock.CreateTimer(_ => Environment.Exit(ExitCode), null, Grace, Timeout.InfiniteTimeSpan);
        lifetime.StopApplication();
    }
}
