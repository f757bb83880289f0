namespace BatchProcessing.Models;

/// <summary>
/// Keeps what was made last for so many keys; when there are more, that which was asked for the longest time ago is
/// forgotten, whoever holds it goes on with it. What could not be made is not kept. Safe for concurrent use.
/// </summary>
/// <param name="capacity">How many are kept.</param>
internal sealed class RecentlyUsed<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];

    /// <summary>How many are kept now.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _entries.Count;
        }
    }

    /// <summary>What is kept for a key, or is made now: once, however many ask for it at a time.</summary>
    public async Task<TValue> GetOrMakeAsync(TKey key, Func<Task<TValue>> make)
    {
        Entry entry = Take(key, make);
        try
        {
            // Outside of the lock: making begins with work.
            return await entry.Value.Value;
        }
        catch
        {
            Forget(entry);
            throw;
        }
    }

    private Entry Take(TKey key, Func<Task<TValue>> make)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out LinkedListNode<Entry>? known))
            {
                _byUse.Remove(known);
                _byUse.AddFirst(known);
                return known.Value;
            }

            if (_entries.Count == capacity) Remove(_byUse.Last!);
            LinkedListNode<Entry> added = _byUse.AddFirst(new Entry(key, new Lazy<Task<TValue>>(make)));
            _entries.Add(key, added);
            return added.Value;
        }
    }

    private void Forget(Entry entry)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(entry.Key, out LinkedListNode<Entry>? known) && known.Value == entry) Remove(known);
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
    }

    private sealed record Entry(TKey Key, Lazy<Task<TValue>> Value);
}
