using System.Numerics;

namespace BatchProcessing.TextModels.Training;

/// <summary>Numbers 32-bit feature ids 0, 1, 2, … in the order they are first seen. Open addressing, linear probing.</summary>
internal sealed class FeatureVocabulary
{
    private uint[] _slotIds = new uint[1 << 16];
    private int[] _slotNumbers = new int[1 << 16]; // number + 1; 0 is an empty slot
    private uint[] _ids = new uint[1 << 15];

    /// <summary>An empty vocabulary.</summary>
    public FeatureVocabulary()
    {
    }

    /// <summary>A vocabulary of some ids, numbered by their place.</summary>
    public FeatureVocabulary(ReadOnlySpan<uint> ids)
    {
        foreach (uint id in ids)
            FindOrAdd(id);
    }

    public int Count { get; private set; }

    /// <summary>Feature ids by number.</summary>
    public ReadOnlySpan<uint> Ids => _ids.AsSpan(0, Count);

    /// <summary>Number of a feature id, or -1.</summary>
    public int Find(uint id)
    {
        int slot = FindSlot(id);
        return _slotNumbers[slot] - 1;
    }

    /// <summary>Number of a feature id; a new one when it has not been seen.</summary>
    public int FindOrAdd(uint id)
    {
        int slot = FindSlot(id);
        if (_slotNumbers[slot] != 0)
            return _slotNumbers[slot] - 1;
        if (Count == _ids.Length)
        {
            Grow();
            slot = FindSlot(id);
        }
        _slotIds[slot] = id;
        _slotNumbers[slot] = ++Count;
        _ids[Count - 1] = id;
        return Count - 1;
    }

    private int FindSlot(uint id)
    {
        int mask = _slotIds.Length - 1;
        int slot = (int)(id * 0x9E3779B1u >> (32 - BitOperations.Log2((uint)_slotIds.Length)));
        while (_slotNumbers[slot] != 0 && _slotIds[slot] != id)
            slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        Array.Resize(ref _ids, 2 * _ids.Length);
        _slotIds = new uint[2 * _slotIds.Length];
        _slotNumbers = new int[_slotIds.Length];
        for (int number = 0; number < Count; number++)
        {
            int slot = FindSlot(_ids[number]);
            _slotIds[slot] = _ids[number];
            _slotNumbers[slot] = number + 1;
        }
    }
}
