using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BatchProcessing.TextModels.Linear;

/// <summary>
/// Finds words in folded text: 64 bytes at a time become a bit mask of word bytes (one 512-bit, two 256-bit or four
/// 128-bit compares, by what the hardware has), and the edges of the mask are the words' starts and ends.
/// </summary>
internal static class WordScanner
{
    private const int BlockSize = 64;

    /// <summary>Most edges one block adds when its writes are unrolled.</summary>
    private const int Unrolled = 24;

    /// <summary>Length of the array that holds the bounds of any text of <paramref name="textLength"/> bytes.</summary>
    public static int BoundsCapacity(int textLength) => checked(textLength + 2 + BlockSize + Unrolled);

    /// <summary>Writes start, end, start, end, … and returns the number of words.</summary>
    /// <param name="text">Folded text, readable to the next multiple of 64 bytes and ending in a non-word byte.</param>
    /// <param name="length">Bytes of text.</param>
    /// <param name="bounds">At least <see cref="BoundsCapacity"/> entries.</param>
    public static int Scan(ref byte text, int length, ref int bounds)
    {
        ulong carry = 0;
        nuint count = 0;
        for (int i = 0; i < length; i += BlockSize)
        {
            ulong words = WordMask(ref text, (nuint)i);
            ulong edges = words ^ ((words << 1) | carry);
            carry = words >> 63;
            WriteEdges(edges, i, ref Unsafe.Add(ref bounds, count));
            count += (nuint)BitOperations.PopCount(edges);
        }
        if ((count & 1) != 0)
            Unsafe.Add(ref bounds, count++) = length;
        return (int)(count >> 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteEdges(ulong edges, int offset, ref int bounds)
    {
        int count = BitOperations.PopCount(edges);
        for (int k = 0; k < Unrolled; k += 8)
        {
            for (int j = 0; j < 8; j++)
            {
                Unsafe.Add(ref bounds, k + j) = offset + BitOperations.TrailingZeroCount(edges);
                edges &= edges - 1;
            }
        }
        for (int k = Unrolled; k < count; k++, edges &= edges - 1)
            Unsafe.Add(ref bounds, k) = offset + BitOperations.TrailingZeroCount(edges);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong WordMask(ref byte text, nuint at)
    {
        if (Vector512.IsHardwareAccelerated)
            return IsWord(Vector512.LoadUnsafe(ref text, at)).ExtractMostSignificantBits();
        if (Vector256.IsHardwareAccelerated)
        {
            ulong low = IsWord(Vector256.LoadUnsafe(ref text, at)).ExtractMostSignificantBits();
            return low | ((ulong)IsWord(Vector256.LoadUnsafe(ref text, at + 32)).ExtractMostSignificantBits() << 32);
        }
        ulong mask = 0;
        for (int i = BlockSize - 16; i >= 0; i -= 16)
            mask = (mask << 16) | IsWord(Vector128.LoadUnsafe(ref text, at + (nuint)i)).ExtractMostSignificantBits();
        return mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> IsWord(Vector512<byte> v)
        => Vector512.LessThan(v - Vector512.Create((byte)'a'), Vector512.Create((byte)26))
         | Vector512.LessThan(v - Vector512.Create((byte)'0'), Vector512.Create((byte)10)) | v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> IsWord(Vector256<byte> v)
        => Vector256.LessThan(v - Vector256.Create((byte)'a'), Vector256.Create((byte)26))
         | Vector256.LessThan(v - Vector256.Create((byte)'0'), Vector256.Create((byte)10)) | v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> IsWord(Vector128<byte> v)
        => Vector128.LessThan(v - Vector128.Create((byte)'a'), Vector128.Create((byte)26))
         | Vector128.LessThan(v - Vector128.Create((byte)'0'), Vector128.Create((byte)10)) | v;
}
