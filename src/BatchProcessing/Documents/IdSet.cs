namespace BatchProcessing.Documents;

/// <summary>
/// The ids of one table, each kept as a keyed 128-bit hash: 32 bytes an id at most, whatever its length. Two
/// different ids of a million meet with a probability below 10⁻²⁶.
/// </summary>
internal sealed class IdSet
{
    private const int SmallestCapacity = 1024;

    private readonly SipHash128 _hash = SipHash128.WithRandomKey();
    private UInt128[] _slots = new UInt128[SmallestCapacity];
    private int _count;

    /// <summary>Remembers an id.</summary>
    /// <returns>False when it was there already.</returns>
    public bool Add(ReadOnlySpan<byte> id)
    {
        if (_count >= _slots.Length / 4 * 3) Grow();
        UInt128 key = _hash.Hash(id);
        if (key == 0) key = 1; // zero marks a free slot
        return Insert(key);
    }

    /// <summary>Forgets every id.</summary>
    public void Clear()
    {
        if (_count == 0) return;
        if (_slots.Length > SmallestCapacity) _slots = new UInt128[SmallestCapacity];
        else Array.Clear(_slots);
        _count = 0;
    }

    private bool Insert(UInt128 key)
    {
        int mask = _slots.Length - 1;
        for (int i = (int)(ulong)key & mask; ; i = (i + 1) & mask)
        {
            if (_slots[i] == key) return false;
            if (_slots[i] != 0) continue;
            _slots[i] = key;
            _count++;
            return true;
        }
    }

    private void Grow()
    {
        UInt128[] old = _slots;
        _slots = new UInt128[old.Length * 2];
        _count = 0;
        foreach (UInt128 key in old)
        {
            if (key != 0) Insert(key);
        }
    }
}
