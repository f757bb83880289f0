using System.Text.Json;
using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Documents.Office;

public sealed class WorkbookTests
{
    [Theory]
    [InlineData("comments.xlsx")]
    [InlineData("comments.xls")]
    public async Task ReadAsync_IsATableWithRowNumbers_OfTheFirstVisibleSheet(string name)
    {
        IReadOnlyList<JsonElement> lines = await IntakeRun.FileAsync(name, Sample.Read(name));

        Assert.Equal(["1001", "1002", "c-3", "12345678901", "c-5"], lines.Select(l => l.Id()));
        Assert.Equal([2, 3, 5, 6, 7], lines.Select(l => l.LineNumber()));
        Assert.Equal(["Größer & <besser> 🎉", "Line one\nline two", "=not a formula", "The refund never came", null], lines.Select(l => l.Text()));
        Assert.Equal(["web", "survey", null, "mail", null], lines.Select(l => l.Source()));
        Assert.Equal(["2026-01-31", "2026-01-31T18:30:00", null, "2026-02-01", null], lines.Select(l => l.Timestamp()));
        Assert.Equal((ErrorCode.Empty, "Line 7: The text is empty."), (lines[4].ErrorCode(), lines[4].ErrorMessage()));
        Assert.All(lines, l => Assert.Equal(name, l.File()));
    }

    [Fact]
    public async Task ReadAsync_IsTooLarge_WhenCellsReferToOneLongTextAgainAndAgain()
    {
        byte[] file = TestZip.Workbook(
            "<row><c t=\"str\"><v>text</v></c></row>" + string.Concat(Enumerable.Repeat("<row><c t=\"s\"><v>0</v></c></row>", 200)),
            $"<sst><si><t>{new string('a', 10_000)}</t></si></sst>");

        IReadOnlyList<JsonElement> lines = await IntakeRun.FileAsync("a.xlsx", file, new UploadOptions { MaxUnpackedBytes = 1_000_000 });

        Assert.Equal(101, lines.Count);
        Assert.Equal(ErrorCode.UnpackedTooLarge, lines[^1].ErrorCode());
    }

    [Fact]
    public async Task ReadAsync_IsEncrypted_WhenAPasswordIsNeeded() =>
        Assert.Equal(ErrorCode.Encrypted, Assert.Single(await IntakeRun.FileAsync("a.xlsx", Sample.Read("encrypted.xlsx"))).ErrorCode());

    [Theory]
    [InlineData("<c t=\"inlineStr\"><is><r><t>two </t></r><r><t xml:space=\"preserve\"> runs</t></r><rPh><t>left out</t></rPh></is></c>", "two  runs")]
    [InlineData("<c t=\"str\"><f>A1</f><v>formula</v></c>", "formula")]
    [InlineData("<c t=\"b\"><v>1</v></c>", "TRUE")]
    [InlineData("<c t=\"e\"><v>#N/A</v></c>", "#N/A")]
    [InlineData("<c><v>1.5E3</v></c>", "1500")]
    [InlineData("<c><v>0.1</v></c>", "0.1")]
    [InlineData("<c t=\"str\"><v>a_x000D_b_x005F_</v></c>", "a\rb_")]
    [InlineData("<c t=\"str\"><v><![CDATA[<raw>]]></v></c>", "<raw>")]
    public async Task ReadAsync_IsWhatPeopleSee_WhateverTheCellHolds(string cell, string text)
    {
        byte[] file = TestZip.Workbook($"<row><c t=\"str\"><v>text</v></c></row><row>{cell}</row>");

        Assert.Equal(text, Assert.Single(await IntakeRun.FileAsync("a.xlsx", file)).Text());
    }

    [Theory]
    [InlineData("<row r=\"2\"><c r=\"XFE2\" t=\"str\"><v>far</v></c></row>", ErrorCode.Corrupt, "Line 2: ")]
    [InlineData("<row r=\"2\"><c r=\"ZZZZZZZZ2\" t=\"str\"><v>far</v></c></row>", ErrorCode.Corrupt, "Line 2: ")]
    [InlineData("<row r=\"2\"><c r=\"B2\"/><c r=\"A2\" t=\"str\"><v>back</v></c></row>", ErrorCode.Corrupt, "Line 2: ")]
    [InlineData("<row r=\"1048577\"><c t=\"str\"><v>deep</v></c></row>", ErrorCode.Corrupt, "After row 1 comes a row that says it is '1048577'")]
    [InlineData("<row r=\"1\"><c t=\"str\"><v>again</v></c></row>", ErrorCode.Corrupt, "After row 1 ")]
    [InlineData("<row r=\"2\"><c t=\"s\"><v>7</v></c></row>", ErrorCode.Corrupt, "Row 2 refers to the shared text 7")]
    [InlineData("<row r=\"2\"><c t=\"s\"><v>-1</v></c></row>", ErrorCode.Corrupt, "Row 2 refers to the shared text -1")]
    public async Task ReadAsync_IsOneFailedDocument_WhenACellCannotBe(string row, string code, string message)
    {
        JsonElement line = Assert.Single(await IntakeRun.FileAsync("a.xlsx", TestZip.Workbook($"<row r=\"1\"><c t=\"str\"><v>text</v></c></row>{row}")));

        Assert.Equal(code, line.ErrorCode());
        Assert.StartsWith(message, line.ErrorMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_LeavesOut_WhatStandsBesideTheTable()
    {
        byte[] file = TestZip.Workbook(
            "<row><c t=\"str\"><v>text</v></c></row><row><c t=\"str\"><v>row</v></c><c r=\"D2\" t=\"str\"><v>note</v></c></row><row><c r=\"D3\"><v>1</v></c></row>");

        Assert.Equal("row", Assert.Single(await IntakeRun.FileAsync("a.xlsx", file)).Text());
    }

    [Fact]
    public async Task ReadAsync_IsTooManyColumns_WhenTheHeaderGoesFar()
    {
        byte[] file = TestZip.Workbook("<row><c r=\"A1\" t=\"str\"><v>text</v></c><c r=\"IW1\" t=\"str\"><v>x</v></c></row>");

        Assert.Equal("too-many-columns", (await Assert.ThrowsAsync<UploadRejectedException>(() => IntakeRun.FileAsync("a.xlsx", file))).Type);
    }

    [Fact]
    public async Task ReadAsync_IsTextTooLarge_WhenOneSharedTextIs()
    {
        var limits = new UploadOptions { MaxTextBytes = 1_000 };
        byte[] file = TestZip.Workbook(
            "<row><c t=\"s\"><v>0</v></c></row><row><c t=\"s\"><v>1</v></c></row><row><c t=\"s\"><v>2</v></c></row>",
            $"<sst><si><t>text</t></si><si><t>{new string('é', 501)}</t></si><si><t>{new string('é', 500)}</t></si></sst>");

        IReadOnlyList<JsonElement> lines = await IntakeRun.FileAsync("a.xlsx", file, limits);

        Assert.Equal([ErrorCode.TextTooLarge, null], lines.Select(l => l.ErrorCode()));
        Assert.Equal(500, lines[1].Text()!.Length);
    }
}
