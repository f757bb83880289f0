using System.Text;
using BatchProcessing.Chunks;
using BatchProcessing.Suspects;

namespace BatchProcessing.Tests.Suspects;

public sealed class ChunkSplitTests
{
    private static readonly string[] Lines = ["a\n", "bb\n", "ccc\n", "dddd\n", "é\n"];

    private static readonly byte[] Input = Encoding.UTF8.GetBytes(string.Concat(Lines));

    private static readonly Chunk Whole = new()
    {
        FirstOrdinal = 100,
        DocumentCount = Lines.Length,
        InputBlob = "b/in/100",
        InputOffset = 1000,
        InputLength = Input.Length,
    };

    [Theory]
    [InlineData(100, new[] { 1, 4 })]
    [InlineData(102, new[] { 2, 1, 2 })]
    [InlineData(104, new[] { 4, 1 })]
    public void Around_CutsOutTheOneDocument(long ordinal, int[] counts)
    {
        IReadOnlyList<Chunk> parts = ChunkSplit.Around(Whole, Input, ordinal);

        Assert.Equal(counts, parts.Select(p => p.DocumentCount));
        Assert.Single(parts, p => p.FirstOrdinal == ordinal && p.DocumentCount == 1);
        AssertCovered(parts);
    }

    [Fact]
    public void Around_KeepsAChunkOfOneDocumentWhole()
    {
        Chunk one = Whole with { DocumentCount = 1, InputLength = 2 };

        Assert.Equal(one, Assert.Single(ChunkSplit.Around(one, "a\n"u8, 100)));
    }

    [Theory]
    [InlineData(99)]
    [InlineData(105)]
    public void Around_Throws_WhenTheDocumentIsElsewhere(long ordinal) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ChunkSplit.Around(Whole, Input, ordinal));

    [Fact]
    public void InHalves_GivesTheOddDocumentToTheFirst()
    {
        IReadOnlyList<Chunk> parts = ChunkSplit.InHalves(Whole, Input);

        Assert.Equal([3, 2], parts.Select(p => p.DocumentCount));
        AssertCovered(parts);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void InHalves_Throws_WhenTheLinesAreNotTheDocuments(int documents) =>
        Assert.Throws<InvalidDataException>(() => ChunkSplit.InHalves(Whole with { DocumentCount = documents }, Input));

    private static void AssertCovered(IReadOnlyList<Chunk> parts)
    {
        long ordinal = Whole.FirstOrdinal;
        foreach (Chunk part in parts)
        {
            Assert.Equal(ordinal, part.FirstOrdinal);
            Assert.Equal(Whole.InputBlob, part.InputBlob);
            int line = (int)(ordinal - Whole.FirstOrdinal);
            string expected = string.Concat(Lines[line..(line + part.DocumentCount)]);
            int from = (int)(part.InputOffset - Whole.InputOffset);
            Assert.Equal(expected, Encoding.UTF8.GetString(Input.AsSpan(from, part.InputLength)));
            ordinal += part.DocumentCount;
        }

        Assert.Equal(Whole.FirstOrdinal + Whole.DocumentCount, ordinal);
    }
}
