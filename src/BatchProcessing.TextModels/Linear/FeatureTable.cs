using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BatchProcessing.TextModels.Linear;

/// <summary>
/// A hash table from feature ids to rows of int8 weights, one weight an output. Buckets have eight slots, so one
/// 16-byte compare of the 16-bit tags finds a feature; features the model does not have cost no memory access beyond
/// that. About 8 in 65,536 lookups of unknown features hit a wrong row at full load, less when the table is large.
/// </summary>
internal sealed unsafe class FeatureTable
{
    /// <summary>Slots in a bucket.</summary>
    public const int BucketSize = 8;

    /// <summary>Most buckets: 16 bits of the feature id choose the bucket and the other 16 are the tag.</summary>
    public const int MaxBuckets = 1 << 16;

    /// <summary>Readable weights after the last row, so that rows may be loaded in 32-byte steps.</summary>
    public const int WeightPadding = 32;

    /// <summary>Rows added before 16-bit sums could overflow: 256 × 127 &lt; 32,768.</summary>
    private const int BlockSize = 256;

    private readonly ModelMemory _memory;
    private readonly ushort* _tags;
    private readonly sbyte* _weights;
    private readonly int _slots;
    private readonly uint _bucketMask;
    private readonly int _outputs;

    /// <summary>A table in memory laid out as in a model file.</summary>
    /// <param name="memory">Holds the table.</param>
    /// <param name="start">
    /// Where the tags (uint16 a slot) start; the weights (int8 an output and slot) follow, and <see cref="WeightPadding"/>
    /// readable bytes after them.
    /// </param>
    /// <param name="slots">Number of slots: 8 a bucket, a power of two of buckets.</param>
    /// <param name="outputs">Weights a slot.</param>
    /// <exception cref="ArgumentException">The slots are no table, or the memory is too short.</exception>
    public FeatureTable(ModelMemory memory, int start, int slots, int outputs)
    {
        int buckets = slots / BucketSize;
        if (!BitOperations.IsPow2(buckets) || buckets * BucketSize != slots || buckets > MaxBuckets)
            throw new ArgumentException("The number of buckets must be a power of two.", nameof(slots));
        if (start < 0 || start % sizeof(ushort) != 0 || memory.Length - start < SizeOf(slots, outputs) + WeightPadding)
            throw new ArgumentException("There must be one row of weights a slot, and padding.", nameof(memory));
        (_memory, _slots, _outputs, _bucketMask) = (memory, slots, outputs, (uint)buckets - 1);
        _tags = (ushort*)(memory.Start + start);
        _weights = (sbyte*)(_tags + slots);
    }

    /// <summary>An empty table, to be filled by <see cref="SetRow"/>.</summary>
    public FeatureTable(int slots, int outputs)
        : this(ModelMemory.Allocate(checked((int)SizeOf(slots, outputs) + WeightPadding)), 0, slots, outputs)
    {
    }

    /// <summary>Tags of all slots; 0 in a slot that is empty. Use it only while the table is reachable.</summary>
    public ReadOnlySpan<ushort> Tags => new(_tags, _slots);

    /// <summary>Weights of all slots, row after row, without the padding. Use it only while the table is reachable.</summary>
    public ReadOnlySpan<sbyte> Weights => new(_weights, _slots * _outputs);

    /// <summary>Whether the table is in a mapped file.</summary>
    public bool IsMapped => _memory.IsMapped;

    /// <summary>Bytes of tags and weights, without padding.</summary>
    public static long SizeOf(int slots, int outputs) => (long)slots * (sizeof(ushort) + outputs);

    /// <summary>Fills a slot of a table that is being built.</summary>
    public void SetRow(int slot, ushort tag, ReadOnlySpan<sbyte> weights)
    {
        if (_memory.IsMapped)
            throw new InvalidOperationException("A mapped table is read only.");
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slot, (uint)_slots);
        _tags[slot] = tag;
        weights[.._outputs].CopyTo(new Span<sbyte>(_weights + (long)slot * _outputs, _outputs));
        _memory.KeepAlive();
    }

    /// <summary>Length of the totals that <see cref="Accumulate"/> needs: sums are added 8, 16 or 32 at a time.</summary>
    public static int TotalsLength(int outputs) => (outputs + 31) / 32 * 32;

    /// <summary>Adds the weights of every feature that is in the table to <paramref name="totals"/>, one an output.</summary>
    /// <param name="features">Feature ids.</param>
    /// <param name="totals">Sums; <see cref="TotalsLength"/> entries, of which those after the outputs are undefined.</param>
    [SkipLocalsInit]
    public void Accumulate(ReadOnlySpan<uint> features, Span<int> totals)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(totals.Length, TotalsLength(_outputs));
        Span<int> rows = stackalloc int[BlockSize];
        while (!features.IsEmpty)
        {
            ReadOnlySpan<uint> block = features[..Math.Min(BlockSize, features.Length)];
            int found = Find(block, rows);
            AddRows(rows[..found], totals);
            features = features[block.Length..];
        }
        _memory.KeepAlive();
    }

    private int Find(ReadOnlySpan<uint> features, Span<int> rows)
    {
        ushort* tags = _tags;
        ref int output = ref MemoryMarshal.GetReference(rows);
        uint mask = _bucketMask;
        nuint found = 0;
        foreach (uint feature in features)
        {
            uint slot = ((feature >> 16) & mask) * BucketSize;
            Vector128<ushort> bucket = Vector128.Load(tags + slot);
            uint match = Vector128.Equals(bucket, Vector128.Create((ushort)feature)).AsByte().ExtractMostSignificantBits();
            // Written always and kept only on a match: no branch to mispredict.
            Unsafe.Add(ref output, found) = (int)slot + (BitOperations.TrailingZeroCount(match) >> 1);
            found += match != 0 ? 1u : 0u;
        }
        return (int)found;
    }

    private void AddRows(ReadOnlySpan<int> rows, Span<int> totals)
    {
        if (_outputs == 1)
            totals[0] += SumScalars(rows);
        else if (_outputs <= 8)
            AddNarrowRows(rows, totals);
        else
            AddWideRows(rows, totals);
    }

    private int SumScalars(ReadOnlySpan<int> rows)
    {
        sbyte* weights = _weights;
        int sum = 0;
        foreach (int row in rows)
            sum += weights[row];
        return sum;
    }

    private void AddNarrowRows(ReadOnlySpan<int> rows, Span<int> totals)
    {
        sbyte* weights = _weights;
        Vector128<short> sum = Vector128<short>.Zero;
        nuint outputs = (nuint)_outputs;
        foreach (int row in rows)
        {
            ulong bytes = Unsafe.ReadUnaligned<ulong>(weights + (nuint)row * outputs);
            sum += Vector128.WidenLower(Vector128.CreateScalarUnsafe(bytes).AsSByte());
        }
        AddLanes(sum, ref totals[0]);
    }

    /// <summary>Sums 32 or 16 outputs at a time, by what the hardware has.</summary>
    private void AddWideRows(ReadOnlySpan<int> rows, Span<int> totals)
    {
        for (int first = 0; first < _outputs;)
        {
            if (Avx512BW.IsSupported && _outputs - first > 16)
            {
                Vector512<short> sum = Sum32(rows, first);
                AddLanes(sum.GetLower(), ref totals[first]);
                AddLanes(sum.GetUpper(), ref totals[first + 16]);
                first += 32;
            }
            else
            {
                AddLanes(Sum16(rows, first), ref totals[first]);
                first += 16;
            }
        }
    }

    private Vector512<short> Sum32(ReadOnlySpan<int> rows, int first)
    {
        sbyte* weights = _weights + first;
        Vector512<short> sum = Vector512<short>.Zero;
        foreach (int row in rows)
            sum += Avx512BW.ConvertToVector512Int16(Vector256.Load(weights + (nuint)row * (nuint)_outputs));
        return sum;
    }

    private Vector256<short> Sum16(ReadOnlySpan<int> rows, int first)
    {
        sbyte* weights = _weights + first;
        nuint outputs = (nuint)_outputs;
        if (Avx2.IsSupported)
        {
            Vector256<short> sum = Vector256<short>.Zero;
            foreach (int row in rows)
                sum += Avx2.ConvertToVector256Int16(Vector128.Load(weights + (nuint)row * outputs));
            return sum;
        }
        Vector128<short> low = Vector128<short>.Zero;
        Vector128<short> high = Vector128<short>.Zero;
        foreach (int row in rows)
        {
            Vector128<sbyte> bytes = Vector128.Load(weights + (nuint)row * outputs);
            low += Vector128.WidenLower(bytes);
            high += Vector128.WidenUpper(bytes);
        }
        return Vector256.Create(low, high);
    }

    private static void AddLanes(Vector256<short> sum, ref int totals)
    {
        AddLanes(sum.GetLower(), ref totals);
        AddLanes(sum.GetUpper(), ref Unsafe.Add(ref totals, 8));
    }

    private static void AddLanes(Vector128<short> sum, ref int totals)
    {
        (Vector128<int> low, Vector128<int> high) = Vector128.Widen(sum);
        (Vector128.LoadUnsafe(ref totals) + low).StoreUnsafe(ref totals);
        (Vector128.LoadUnsafe(ref totals, 4) + high).StoreUnsafe(ref totals, 4);
    }
}
