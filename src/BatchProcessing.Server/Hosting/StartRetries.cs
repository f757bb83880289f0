using System.Data.Common;
using System.Diagnostics;
using BatchProcessing.Outages;

namespace BatchProcessing.Server.Hosting;

/// <summary>Begins a start again that an outage broke, for a time: a database may crash while a node starts.</summary>
internal static class StartRetries
{
    /// <summary>Runs work that may be begun again until it succeeds.</summary>
    /// <param name="start">The work.</param>
    /// <param name="pause">Between two attempts.</param>
    /// <param name="limit">No further attempt begins so long after the first.</param>
    /// <param name="logger">Where failed attempts are logged.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The outage lasted too long.</exception>
    public static async Task RunAsync(
        Func<Task> start, TimeSpan pause, TimeSpan limit, ILogger logger, CancellationToken cancellationToken)
    {
        for (long first = Stopwatch.GetTimestamp(); ; await Task.Delay(pause, cancellationToken))
        {
            try
            {
                await start();
                return;
            }
            catch (Exception e) when (e is OutageException or DbException { IsTransient: true })
            {
                if (Stopwatch.GetElapsedTime(first) >= limit) throw new IOException($"The service could not start: {e.Message}", e);
                logger.LogWarning(e, "An outage broke the start; it begins again in {Pause}", pause);
            }
        }
    }
}
