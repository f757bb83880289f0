using System.Text;
using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Documents;

public sealed class LineReaderTests
{
    public static TheoryData<int> Pieces => [1, 2, 3, 5, 7, 64, 1 << 20];

    [Theory]
    [MemberData(nameof(Pieces))]
    public async Task TryRead_GivesLinesAndNumbers_WhateverTheBufferBoundaries(int pieceBytes)
    {
        string[] lines = await ReadAsync("first\nsecond\r\n\n\r\nfifth, größer 🎉\r\nlast"u8.ToArray(), pieceBytes);

        Assert.Equal(["1:first", "2:second", "3:", "4:", "5:fifth, größer 🎉", "6:last"], lines);
    }

    [Theory]
    [MemberData(nameof(Pieces))]
    public async Task TryRead_DropsByteOrderMark_WhenItIsFirst(int pieceBytes)
    {
        string[] lines = await ReadAsync("\uFEFFfirst\n\uFEFFsecond\n"u8.ToArray(), pieceBytes);

        Assert.Equal(["1:first", "2:\uFEFFsecond"], lines);
    }

    [Theory]
    [MemberData(nameof(Pieces))]
    public async Task TryRead_SkipsLine_WhenItIsTooLong(int pieceBytes)
    {
        string text = $"a\n{new string('x', 5_000)}\nb\n{new string('y', 5_000)}";

        string[] lines = await ReadAsync(Encoding.UTF8.GetBytes(text), pieceBytes, maxLineBytes: 100);

        Assert.Equal(["1:a", "2:too long", "3:b", "4:too long"], lines);
    }

    [Theory]
    [InlineData(100, "1:xxxx")]
    [InlineData(4, "1:xxxx")]
    [InlineData(3, "1:too long")]
    public async Task TryRead_MeasuresTheLine_AgainstTheLimit(int maxLineBytes, string expected) =>
        Assert.Equal([expected], await ReadAsync("xxxx\n"u8.ToArray(), pieceBytes: 1, maxLineBytes));

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("a")]
    [InlineData("a\n")]
    public async Task TryRead_GivesOneLineAFeed_AndTheRestWhenNotEmpty(string text)
    {
        int expected = text.Count(c => c == '\n') + (text.Length > 0 && !text.EndsWith('\n') ? 1 : 0);

        Assert.Equal(expected, (await ReadAsync(Encoding.UTF8.GetBytes(text), pieceBytes: 1)).Length);
    }

    [Fact]
    public async Task TryRead_GivesWholeLine_WhenItIsLongerThanTheBuffer()
    {
        string line = new('x', 300_000);

        string[] lines = await ReadAsync(Encoding.UTF8.GetBytes(line + "\nb"), pieceBytes: 4_096, maxLineBytes: 400_000);

        Assert.Equal(["1:" + line, "2:b"], lines);
    }

    private static async Task<string[]> ReadAsync(byte[] content, int pieceBytes, int maxLineBytes = 1_000)
    {
        using var reader = new LineReader(new PiecewiseStream(content, pieceBytes), maxLineBytes, bufferSize: 16);
        List<string> lines = [];
        do
        {
            Take(reader, lines);
        }
        while (await reader.FillAsync(CancellationToken.None));
        return [.. lines];
    }

    private static void Take(LineReader reader, List<string> lines)
    {
        while (reader.TryRead(out ReadOnlySpan<byte> line))
            lines.Add($"{reader.LineNumber}:{(reader.IsTooLong ? "too long" : Encoding.UTF8.GetString(line))}");
    }
}
