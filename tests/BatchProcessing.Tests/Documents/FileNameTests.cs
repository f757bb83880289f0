using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Documents;

public sealed class FileNameTests
{
    [Theory]
    [InlineData("a.txt", "a.txt")]
    [InlineData("../../etc/passwd.txt", "passwd.txt")]
    [InlineData("C:\\Users\\x\\notes.md", "notes.md")]
    [InlineData("a\u0000b\u001f.csv", "ab.csv")]
    [InlineData("  spaced name.txt  ", "spaced name.txt")]
    [InlineData("größe 🎉.jsonl", "größe 🎉.jsonl")]
    [InlineData("half\ud83c.txt", "half.txt")]
    public void Clean_GivesTheLastSegmentWithoutControls_WhenThereIsOne(string raw, string clean) =>
        Assert.Equal(clean, FileName.Clean(raw));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("folder/")]
    [InlineData("..")]
    [InlineData("a/..")]
    [InlineData("\u0000\u0001")]
    public void Clean_Refuses_WhenNothingIsLeft(string? raw) =>
        Assert.Equal("invalid-filename", Assert.Throws<UploadRejectedException>(() => FileName.Clean(raw)).Type);

    [Theory]
    [InlineData("x", 300)]
    [InlineData("🎉", 150)]
    public void Clean_KeepsTheExtension_WhenNameIsTooLong(string character, int count)
    {
        string clean = FileName.Clean(string.Concat(Enumerable.Repeat(character, count)) + ".txt");

        Assert.InRange(clean.Length, 199, 200);
        Assert.EndsWith(".txt", clean, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', string.Concat(clean.EnumerateRunes()));
    }

    [Theory]
    [InlineData("a.txt", FileKind.Text)]
    [InlineData("a.TXT", FileKind.Text)]
    [InlineData("a.md", FileKind.Markdown)]
    [InlineData("a.htm", FileKind.Html)]
    [InlineData("a.html", FileKind.Html)]
    [InlineData("a.csv", FileKind.Csv)]
    [InlineData("a.tsv", FileKind.Csv)]
    [InlineData("a.jsonl", FileKind.JsonLines)]
    [InlineData("a.tar.ndjson", FileKind.JsonLines)]
    public void KindOf_GoesByTheExtension_WhateverItsCase(string name, FileKind kind) =>
        Assert.Equal(kind, FileName.KindOf(name));

    [Theory]
    [InlineData("a.exe")]
    [InlineData("a")]
    [InlineData("txt")]
    [InlineData("a.txt.rar")]
    public void KindOf_Refuses_WhenExtensionIsNotRead(string name) =>
        Assert.Equal("unsupported-file-type", Assert.Throws<UploadRejectedException>(() => FileName.KindOf(name)).Type);
}
