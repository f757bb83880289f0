using BatchProcessing.Torture.Lives;

namespace BatchProcessing.Torture.Stores;

/// <summary>Crashes the database so many times, spread evenly over the kills of a run.</summary>
internal sealed class DatabaseRestarts(IStoreUnderTest store, Toll toll, TortureOptions options)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Restarts so far.</summary>
    public int Done { get; private set; }

    /// <summary>Restarts until all are done, whatever becomes of the nodes meanwhile.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        int restarts = options.DatabaseRestarts;
        while (Done < restarts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (toll.Kills * 2L * restarts < ((2L * Done) + 1) * options.Lives.Kills)
            {
                await Task.Delay(Poll, cancellationToken);
                continue;
            }

            await store.RestartAsync();
            Done++;
        }
    }
}
