using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace BatchProcessing.TextModels.Linear;

/// <summary>
/// Character n-grams of the words of a text, each word taken with one space before and after, so that n-grams know where
/// a word starts and ends.
/// </summary>
internal sealed class CharacterNgrams
{
    /// <summary>Longest n-gram in code points; with 4 bytes each it is at most 24 bytes.</summary>
    public const int MaxLength = 6;

    private const byte Space = (byte)' ';
    private const int Padding = 32;
    private byte[] _joined = new byte[1024];
    private int[] _starts = new int[1024];
    private uint[] _features = new uint[1024];
    private int _length;

    /// <summary>Feature ids of all n-grams; valid until the next call.</summary>
    public ReadOnlySpan<uint> Extract(FoldedText text, ReadOnlySpan<int> wordBounds, in FeatureOptions options)
    {
        (int min, int max) = (options.CharacterNgramMin, options.CharacterNgramMax);
        int limit = options.CharacterNgramBytes == 0 ? int.MaxValue - Padding : options.CharacterNgramBytes;
        Join(text, wordBounds, limit);
        Grow(ref _features, checked(_length * (max - min + 1)));
        int count = !Ascii.IsValid(_joined.AsSpan(0, _length)) ? ExtractCodePoints(min, max)
            : min == max && min > 1 ? ExtractAscii(wordBounds, limit, min)
            : ExtractAscii(min, max);
        return _features.AsSpan(0, count);
    }

    /// <summary>Copies words with single spaces around them until <paramref name="limit"/> bytes are reached.</summary>
    private void Join(FoldedText text, ReadOnlySpan<int> wordBounds, int limit)
    {
        Grow(ref _joined, Math.Min(text.Length, limit) + 2 + Padding);
        int at = 0;
        _joined[at++] = Space;
        for (int i = 0; i + 1 < wordBounds.Length && at < limit; i += 2)
        {
            int length = Math.Min(wordBounds[i + 1] - wordBounds[i], limit - at);
            if (length <= Vector128<byte>.Count) // both buffers are padded
                Vector128.LoadUnsafe(ref text.Start, (nuint)wordBounds[i]).StoreUnsafe(ref _joined[0], (nuint)at);
            else
                text.Span.Slice(wordBounds[i], length).CopyTo(_joined.AsSpan(at));
            at += length;
            _joined[at++] = Space;
        }
        _length = at;
    }

    /// <summary>N-grams of a single length from 2 on: how many a word has is known, so nothing is asked for each.</summary>
    private int ExtractAscii(ReadOnlySpan<int> wordBounds, int limit, int length)
    {
        ref byte text = ref MemoryMarshal.GetArrayDataReference(_joined);
        ref uint output = ref MemoryMarshal.GetArrayDataReference(_features);
        ulong mask = ulong.MaxValue >> (64 - 8 * length);
        int count = 0;
        int space = 0; // before the current word
        for (int i = 0; i + 1 < wordBounds.Length && space + 1 < limit; i += 2)
        {
            int word = Math.Min(wordBounds[i + 1] - wordBounds[i], limit - space - 1);
            int ngrams = Math.Max(0, word + 2 - length + 1);
            for (int k = 0; k < ngrams; k++)
                Unsafe.Add(ref output, count + k) = FeatureHash.Characters(Load(ref text, space + k) & mask);
            count += ngrams;
            space += word + 1;
        }
        return count;
    }

    private int ExtractAscii(int min, int max)
    {
        ref byte text = ref MemoryMarshal.GetArrayDataReference(_joined);
        ref uint output = ref MemoryMarshal.GetArrayDataReference(_features);
        int count = 0;
        int end = 0; // just after the space that ends the current word
        for (int i = 0; i + min <= _length; i++)
        {
            if (i + 1 >= end)
                end = i + 2 + _joined.AsSpan(i + 1, _length - i - 1).IndexOf(Space);
            ulong bytes = Load(ref text, i);
            int longest = Math.Min(max, end - i);
            for (int n = min; n <= longest; n++)
                Unsafe.Add(ref output, count++) = FeatureHash.Characters(bytes & (ulong.MaxValue >> (64 - 8 * n)));
        }
        return count;
    }

    private int ExtractCodePoints(int min, int max)
    {
        int points = FindCodePoints();
        ref byte text = ref MemoryMarshal.GetArrayDataReference(_joined);
        int count = 0;
        for (int i = 0; i + min <= points; i++)
        {
            for (int n = 1; n <= Math.Min(max, points - i); n++)
            {
                if (n >= min)
                    _features[count++] = Hash(ref text, _starts[i], _starts[i + n] - _starts[i]);
                if (n > 1 && _joined[_starts[i + n - 1]] == Space)
                    break;
            }
        }
        return count;
    }

    private static uint Hash(ref byte text, int start, int length) => length <= sizeof(ulong)
        ? FeatureHash.Characters(Load(ref text, start) & (ulong.MaxValue >> (64 - 8 * length)))
        : FeatureHash.LongCharacters(ref text, (nuint)start, length);

    private int FindCodePoints()
    {
        Grow(ref _starts, _length + 1);
        int points = 0;
        for (int i = 0; i < _length; i++)
            if ((_joined[i] & 0xC0) != 0x80)
                _starts[points++] = i;
        _starts[points] = _length;
        return points;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Load(ref byte text, int at)
    {
        ulong value = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref text, at));
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    private static void Grow<T>(ref T[] array, int needed)
    {
        if (array.Length < needed)
            array = GC.AllocateUninitializedArray<T>(Math.Max(needed, 2 * array.Length));
    }
}
