namespace BatchProcessing.Torture.Lives;

/// <summary>Does one thing to what the nodes stand on so many times, spread evenly over the kills of a run.</summary>
/// <param name="fault">What is done.</param>
/// <param name="times">How often.</param>
/// <param name="toll">Says how far the run is.</param>
/// <param name="kills">The kills of the run.</param>
internal sealed class SpreadFaults(Func<Task> fault, int times, Toll toll, int kills)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Times so far.</summary>
    public int Done { get; private set; }

    /// <summary>Goes on until all are done, whatever becomes of the nodes meanwhile.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (Done < times)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (toll.Kills * 2L * times < ((2L * Done) + 1) * kills)
            {
                await Task.Delay(Poll, cancellationToken);
                continue;
            }

            await fault();
            Done++;
        }
    }
}
