using System.Runtime.CompilerServices;

namespace BatchProcessing.Live;

/// <summary>What somebody watches now: one state a key, however many watch it. Safe for concurrent use.</summary>
internal sealed class WatchList<TKey, TState>
    where TKey : notnull
    where TState : class
{
    private readonly Dictionary<TKey, Watched<TState>> _watched = [];

    /// <summary>The newest known state of each watched key.</summary>
    public IReadOnlyList<KeyValuePair<TKey, TState?>> Snapshot()
    {
        lock (_watched) return [.. _watched.Select(w => KeyValuePair.Create(w.Key, w.Value.Current.State))];
    }

    /// <summary>Records a newer state; null: it is gone. Nothing happens when nobody watches any more.</summary>
    public void Change(TKey key, TState? newer)
    {
        Watched<TState>? watched;
        lock (_watched) watched = _watched.GetValueOrDefault(key);
        watched?.Change(newer);
    }

    /// <summary>Each newer state from now on, the newest where several came since the last; ends when it is gone.</summary>
    /// <param name="key">What to watch.</param>
    /// <param name="known">The state the caller has.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async IAsyncEnumerable<TState> FollowAsync(
        TKey key, TState known, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Watched<TState> watched = Enter(key, known);
        try
        {
            (TState? seen, Task changed) = watched.Current;
            if (seen is not null && !ReferenceEquals(seen, known)) yield return seen;
            while (seen is not null)
            {
                await changed.WaitAsync(cancellationToken);
                (seen, changed) = watched.Current;
                if (seen is not null) yield return seen;
            }
        }
        finally
        {
            Leave(key, watched);
        }
    }

    /// <summary>The state as it is known, then each newer one as above: of all who watch a key the first alone reads it.</summary>
    /// <param name="key">What to watch.</param>
    /// <param name="read">Reads the state when nobody watches it yet.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async IAsyncEnumerable<TState> FollowAsync(
        TKey key, Func<Task<TState>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Watched<TState> watched = TryEnter(key) ?? Enter(key, await read());
        try
        {
            while (true)
            {
                (TState? state, Task changed) = watched.Current;
                if (state is null) yield break;
                yield return state;
                await changed.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            Leave(key, watched);
        }
    }

    private Watched<TState>? TryEnter(TKey key)
    {
        lock (_watched)
        {
            if (_watched.TryGetValue(key, out Watched<TState>? watched)) watched.Watchers++;
            return watched;
        }
    }

    private Watched<TState> Enter(TKey key, TState known)
    {
        lock (_watched)
        {
            if (!_watched.TryGetValue(key, out Watched<TState>? watched)) _watched.Add(key, watched = new Watched<TState>(known));
            watched.Watchers++;
            return watched;
        }
    }

    private void Leave(TKey key, Watched<TState> watched)
    {
        lock (_watched)
        {
            if (--watched.Watchers == 0) _watched.Remove(key);
        }
    }
}
