using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace BatchProcessing.Documents;

/// <summary>
/// SipHash-2-4 with a 128-bit result and a random key, so that a caller cannot choose ids that collide.
/// Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012), and the 128-bit variant of the
/// authors' reference implementation.
/// </summary>
internal readonly struct SipHash128
{
    private readonly ulong _key0;
    private readonly ulong _key1;

    public SipHash128(ReadOnlySpan<byte> key)
    {
        _key0 = BinaryPrimitives.ReadUInt64LittleEndian(key);
        _key1 = BinaryPrimitives.ReadUInt64LittleEndian(key[8..]);
    }

    public static SipHash128 WithRandomKey() => new(RandomNumberGenerator.GetBytes(16));

    public UInt128 Hash(ReadOnlySpan<byte> data)
    {
        ulong v0 = _key0 ^ 0x736f6d6570736575, v1 = _key1 ^ 0x646f72616e646f6d ^ 0xee;
        ulong v2 = _key0 ^ 0x6c7967656e657261, v3 = _key1 ^ 0x7465646279746573;
        ulong last = (ulong)data.Length << 56;
        for (; data.Length >= 8; data = data[8..])
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(data);
            v3 ^= word;
            Round(ref v0, ref v1, ref v2, ref v3);
            Round(ref v0, ref v1, ref v2, ref v3);
            v0 ^= word;
        }

        for (int i = 0; i < data.Length; i++) last |= (ulong)data[i] << (8 * i);
        v3 ^= last;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= last;
        v2 ^= 0xee;
        for (int i = 0; i < 4; i++) Round(ref v0, ref v1, ref v2, ref v3);
        ulong low = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
        for (int i = 0; i < 4; i++) Round(ref v0, ref v1, ref v2, ref v3);
        return new UInt128(v0 ^ v1 ^ v2 ^ v3, low);
    }

    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}
