using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BatchProcessing.TextModels.Linear;

/// <summary>
/// Hashes of words and n-grams. A word of up to 16 bytes is one masked 16-byte load and one 64×64→128-bit multiply
/// whose halves are xored (the "mum" step of wyhash, https://github.com/wangyi-fudan/wyhash).
/// A feature id is 32 bits: the low half is the tag and the high half the bucket of a <see cref="FeatureTable"/>.
/// </summary>
internal static class FeatureHash
{
    // Odd constants with well mixed bits: 2^64 / golden ratio (Knuth) and the second prime of xxHash64.
    private const ulong K0 = 0x9E3779B97F4A7C15;
    private const ulong K1 = 0xC2B2AE3D27D4EB4F;

    /// <summary>Bytes that must be readable from the start of a word, whatever its length.</summary>
    public const int ReadAhead = 16;

    /// <summary>Stands for the start and the end of a text in word pairs.</summary>
    public const ulong Edge = 0x8EBC6AF09C88C6E3;

    private static ReadOnlySpan<byte> LengthMasks =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>Hash of <paramref name="length"/> bytes; 16 bytes after <paramref name="start"/> must be readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Word(ref byte text, nuint start, int length)
        => length <= ReadAhead ? Mix(MaskedLoad(ref text, start, length), (ulong)length) : LongWord(ref text, start, length);

    /// <summary>Hash of a word as in folded text.</summary>
    public static ulong Word(ReadOnlySpan<byte> word)
    {
        Span<byte> padded = stackalloc byte[128];
        padded.Clear();
        word.CopyTo(padded);
        return Word(ref padded[0], 0, word.Length);
    }

    private static ulong LongWord(ref byte text, nuint start, int length)
    {
        ulong hash = (ulong)length;
        for (int i = 0; i < length; i += ReadAhead)
            hash = Mix(MaskedLoad(ref text, start + (nuint)i, Math.Min(ReadAhead, length - i)), hash);
        return hash;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> MaskedLoad(ref byte text, nuint start, int length)
    {
        ref byte masks = ref MemoryMarshal.GetReference(LengthMasks);
        return (Vector128.LoadUnsafe(ref text, start) & Vector128.LoadUnsafe(ref masks, (nuint)(ReadAhead - length))).AsUInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(Vector128<ulong> bytes, ulong seed)
    {
        // Not ^ K1: at seed 1, a word of one byte, the second factor would be 0 whatever the byte.
        ulong high = Math.BigMul(bytes.ToScalar() ^ K0, (bytes.GetElement(1) + seed * K1) ^ Edge, out ulong low);
        return high ^ low;
    }

    /// <summary>Feature id of one word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Unigram(ulong word) => (uint)(word >> 32) ^ (uint)word;

    /// <summary>Feature id of two neighbouring words, in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bigram(ulong first, ulong second)
        => (uint)(((first * K0) + BitOperations.RotateLeft(second, 23)) * K1 >> 32);

    /// <summary>Feature id of two words with another between them, in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint SkipBigram(ulong first, ulong second) => Bigram(first ^ K1, second);

    /// <summary>Hash of the two words a text opens with, in order; the third word or another word of the text completes it.</summary>
    public static ulong Opening(ulong first, ulong second) => (first * K1 + BitOperations.RotateLeft(second, 17)) * K0;

    /// <summary>Feature id of an opening and the number of words of its text.</summary>
    public static uint OpeningLength(ulong opening, int words) => Bigram(~opening, (ulong)words * K1);

    /// <summary>Feature id of an opening and the word right after it.</summary>
    public static uint OpeningTrigram(ulong opening, ulong word) => Bigram(opening ^ K1, word);

    /// <summary>Feature id of what a word begins with.</summary>
    public static uint Beginning(ReadOnlySpan<byte> part) => Bigram(Word(part), K0);

    /// <summary>Feature id of what a word ends with.</summary>
    public static uint Ending(ReadOnlySpan<byte> part) => Bigram(Word(part), ~K0);

    /// <summary>Feature id of a character n-gram of at most 8 bytes, given in <paramref name="bytes"/> with zeros above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Characters(ulong bytes)
    {
        ulong high = Math.BigMul(bytes ^ K1, K0, out ulong low);
        return (uint)((high ^ low) >> 16);
    }

    /// <summary>Feature id of a character n-gram of 9 to 24 bytes.</summary>
    public static uint LongCharacters(ref byte text, nuint start, int length)
        => (uint)(Word(ref text, start, length) * K1 >> 32);
}
