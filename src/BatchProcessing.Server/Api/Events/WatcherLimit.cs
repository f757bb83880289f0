using BatchProcessing.Live;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Api.Events;

/// <summary>Counts the streams and waiting requests of this node. Safe for concurrent use.</summary>
internal sealed class WatcherLimit(IOptions<LiveOptions> options)
{
    private int _watchers;

    /// <summary>The most there may be.</summary>
    public int Max => options.Value.MaxWatchers;

    /// <summary>Takes a place, which disposing gives back.</summary>
    /// <returns>Null when all are taken.</returns>
    public IDisposable? TryEnter()
    {
        if (Interlocked.Increment(ref _watchers) <= Max) return new Place(this);
        Interlocked.Decrement(ref _watchers);
        return null;
    }

    private sealed class Place(WatcherLimit limit) : IDisposable
    {
        private int _given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _given, 1) == 0) Interlocked.Decrement(ref limit._watchers);
        }
    }
}
