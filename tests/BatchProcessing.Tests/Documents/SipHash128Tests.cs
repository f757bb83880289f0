using System.Buffers.Binary;
using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Documents;

public sealed class SipHash128Tests
{
    private static readonly byte[] Counting = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];

    /// <summary>The first vectors of vectors_sip128 in the authors' reference implementation: key 00..0f, input 00, 01 …</summary>
    [Theory]
    [InlineData(0, "A3817F04BA25A8E66DF67214C7550293")]
    [InlineData(1, "DA87C1D86B99AF44347659119B22FC45")]
    [InlineData(2, "8177228DA4A45DC7FCA38BDEF60AFFE4")]
    [InlineData(3, "9C70B60C5267A94E5F33B6B02985ED51")]
    [InlineData(4, "F88164C12D9C8FAF7D0F6E7C7BCD5579")]
    [InlineData(5, "1368875980776F8854527A07690E9627")]
    [InlineData(6, "14EECA338B208613485EA0308FD7A15E")]
    [InlineData(7, "A1F1EBBED8DBC153C0B84AA61FF08239")]
    [InlineData(8, "3B62A9BA6258F5610F83E264F31497B4")]
    [InlineData(9, "264499060AD9BAABC47F8B02BB6D71ED")]
    [InlineData(10, "00110DC378146956C95447D3F3D0FBBA")]
    [InlineData(11, "0151C568386B6677A2B4DC6F81E5DC18")]
    [InlineData(12, "D626B266905EF35882634DF68532C125")]
    [InlineData(13, "9869E247E9C08B10D029934FC4B952F7")]
    [InlineData(14, "31FCEFAC66D7DE9C7EC7485FE4494902")]
    [InlineData(15, "5493E99933B0A8117E08EC0F97CFC3D9")]
    public void Hash_IsTheReferenceVector_WhenInputCounts(int length, string expected)
    {
        UInt128 hash = new SipHash128(Counting.AsSpan(0, 16)).Hash(Counting.AsSpan(0, length));

        Assert.Equal(expected, Convert.ToHexString(BytesOf(hash)));
    }

    [Fact]
    public void Hash_Differs_WhenKeysAreRandom()
    {
        UInt128 first = SipHash128.WithRandomKey().Hash("id"u8);

        Assert.NotEqual(first, SipHash128.WithRandomKey().Hash("id"u8));
    }

    [Fact]
    public void Hash_DiffersForEveryLength_WhenInputIsZeros()
    {
        SipHash128 hash = SipHash128.WithRandomKey();

        Assert.Equal(300, Enumerable.Range(0, 300).Select(n => hash.Hash(new byte[n])).Distinct().Count());
    }

    private static byte[] BytesOf(UInt128 hash)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, hash);
        return bytes;
    }
}
