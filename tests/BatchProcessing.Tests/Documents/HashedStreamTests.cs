using System.Security.Cryptography;
using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Documents;

public sealed class HashedStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200_000)]
    public async Task CompleteAsync_HashesEveryByte_WhenOnlySomeWereRead(int read)
    {
        var content = new byte[200_000];
        new Random(5).NextBytes(content);
        await using var hashed = new HashedStream(new PiecewiseStream(content, 777));

        var start = new byte[read];
        await hashed.ReadExactlyAsync(start);

        Assert.Equal(content[..read], start);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), await hashed.CompleteAsync(CancellationToken.None));
        Assert.Equal(content.Length, hashed.Count);
    }
}
