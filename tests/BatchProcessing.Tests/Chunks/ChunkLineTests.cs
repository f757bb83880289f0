using System.Text;
using BatchProcessing.Chunks;

namespace BatchProcessing.Tests.Chunks;

public sealed class ChunkLineTests
{
    [Fact]
    public void Parse_CutsHeadAndText_WhenDocumentIsSound()
    {
        ChunkLine line = ChunkLine.Parse("{\"ordinal\":3,\"id\":\"a\",\"line\":4,\"text\":\"say \\\"hi\\\"\"}"u8);

        Assert.Equal("{\"ordinal\":3,\"id\":\"a\",\"line\":4", Text(line.Head));
        Assert.Equal("say \\\"hi\\\"", Text(line.Text));
        Assert.True(line.Error.IsEmpty);
    }

    [Fact]
    public void Parse_CutsHeadAndError_WhenRowWasBad()
    {
        ChunkLine line = ChunkLine.Parse("{\"ordinal\":3,\"id\":\"a\",\"error\":{\"code\":\"empty\",\"message\":\"m\"}}"u8);

        Assert.Equal("{\"ordinal\":3,\"id\":\"a\"", Text(line.Head));
        Assert.Equal("\"code\":\"empty\",\"message\":\"m\"", Text(line.Error));
        Assert.True(line.Text.IsEmpty);
    }

    [Fact]
    public void Parse_IsNotFooled_WhenValuesLookLikeMembers()
    {
        ChunkLine line = ChunkLine.Parse(
            "{\"ordinal\":3,\"id\":\",\\\"text\\\":\\\"\",\"source\":\",\\\"error\\\":{\",\"text\":\",\\\"text\\\":\\\"x\"}"u8);

        Assert.Equal(",\\\"text\\\":\\\"x", Text(line.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"ordinal\":3,\"id\":\"a\"}")]
    [InlineData("{\"ordinal\":3,\"text\":\"cut off")]
    [InlineData("{\"ordinal\":3,\"error\":{\"code\":\"empty\"}")]
    public void Parse_Throws_WhenLineIsDamaged(string line) =>
        Assert.Throws<InvalidDataException>(() => ChunkLine.Parse(Encoding.UTF8.GetBytes(line)).Head.Length);

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
