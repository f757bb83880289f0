using Microsoft.Extensions.Options;

namespace BatchProcessing.Retention;

/// <summary>Lets one node run a round of retention for all: every node asks when its own interval is over.</summary>
public sealed class RetentionTurn(IRetentionStore store, RetentionRound round, IOptions<RetentionOptions> options)
{
    private int _isRunning;

    /// <summary>Runs a round, unless one began less than half an interval ago or still goes on here.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // A round that outlasts the interval must not take the sweep's worker as well.
        if (Interlocked.Exchange(ref _isRunning, 1) == 1) return;
        try
        {
            // Half of it: a timer is early by the time that the last round waited for its worker.
            if (await store.TryBeginRoundAsync(options.Value.Interval / 2, cancellationToken)) await round.RunAsync(cancellationToken);
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }
}
