using System.Text;
using System.Text.Json;
using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Documents;

public sealed class CsvDocumentReaderTests
{
    [Theory]
    [InlineData("\n", 1)]
    [InlineData("\r\n", 1)]
    [InlineData("\r\n", 2)]
    [InlineData("\r\n", 4_096)]
    [InlineData("\r", 3)]
    public async Task ReadAsync_TakesEveryRow_WhateverLineEndsAndBufferBoundaries(string end, int pieceBytes)
    {
        string table = "\uFEFF" + string.Join(end, "id,text,source", "a,\"one, two\",web", "b,\"say \"\"hi\"\"\",", $"c,\"first{end}second\",mail", "d,größer 🎉,x");

        IReadOnlyList<JsonElement> lines = await IntakeRun.CsvAsync(Encoding.UTF8.GetBytes(table), pieceBytes: pieceBytes);

        Assert.Equal(["one, two", "say \"hi\"", $"first{end}second", "größer 🎉"], lines.Select(l => l.Text()));
        Assert.Equal(["a", "b", "c", "d"], lines.Select(l => l.Id()));
        Assert.Equal(["web", null, "mail", "x"], lines.Select(l => l.Source()));
        Assert.Equal([2L, 3L, 4L, 6L], lines.Select(l => l.LineNumber()));
    }

    [Theory]
    [InlineData("text;id\nhello, you;a\n")]
    [InlineData("text\tid\nhello, you\ta\n")]
    [InlineData("text|id\nhello, you|a\n")]
    public async Task ReadAsync_FindsTheSeparator_WhenNoneIsGiven(string table)
    {
        JsonElement line = Assert.Single(await IntakeRun.CsvAsync(table));

        Assert.Equal(("hello, you", "a"), (line.Text(), line.Id()));
    }

    [Fact]
    public async Task ReadAsync_UsesTheSeparator_WhenItIsGiven()
    {
        var table = new TableOptions { Delimiter = ';' };

        Assert.Equal("a,b,c", Assert.Single(await IntakeRun.CsvAsync("id,x,y;text\n1;a,b,c\n", table with { IdColumn = "id,x,y" })).Text());
    }

    [Fact]
    public async Task ReadAsync_FindsColumns_ByNameIgnoringCaseAndSpaces() =>
        Assert.Equal("yes", Assert.Single(await IntakeRun.CsvAsync("Other, TEXT ,ID\nno,yes,1\n")).Text());

    [Theory]
    [InlineData("1,a,b\n", ErrorCode.ColumnCount)]
    [InlineData("1\n", ErrorCode.ColumnCount)]
    [InlineData("1,\n", ErrorCode.Empty)]
    [InlineData("1,  \n", ErrorCode.Empty)]
    [InlineData("first,x\n", ErrorCode.DuplicateId)]
    [InlineData("1,a\0b\n", ErrorCode.Nul)]
    public async Task ReadAsync_FailsTheRowAlone_WhenItIsBad(string bad, string code)
    {
        string filler = new('x', 600); // moves the bad row behind the bytes that are sniffed

        IReadOnlyList<JsonElement> lines = await IntakeRun.CsvAsync($"id,text\nfirst,\"{filler}\n\nlines\"\n{bad}last,b\n");

        Assert.Equal([null, code, null], lines.Select(l => l.ErrorCode()));
        Assert.Equal([2L, 5L, 6L], lines.Select(l => l.LineNumber()));
    }

    [Fact]
    public async Task ReadAsync_IsEncoding_WhenBytesAreNotUtf8()
    {
        byte[] table = [.. "id,text\n1,a"u8, 0xFF, .. "b\n2,fine\n"u8];

        IReadOnlyList<JsonElement> lines = await IntakeRun.CsvAsync(table);

        Assert.Equal([ErrorCode.Encoding, null], lines.Select(l => l.ErrorCode()));
    }

    [Fact]
    public async Task ReadAsync_IsTextTooLarge_WhenOneTextPassesTheLimit()
    {
        var limits = new UploadOptions { MaxTextBytes = 100 };

        IReadOnlyList<JsonElement> lines = await IntakeRun.CsvAsync($"text\n{new string('x', 101)}\n{new string('y', 100)}\n", limits: limits);

        Assert.Equal([ErrorCode.TextTooLarge, null], lines.Select(l => l.ErrorCode()));
    }

    [Fact]
    public async Task ReadAsync_GoesOn_AfterARowThatIsMegabytesTooLong()
    {
        string huge = new('z', 5 << 20);

        IReadOnlyList<JsonElement> lines = await IntakeRun.CsvAsync($"id,text\na,before\nb,\"{huge}\"\nc,after\n");

        Assert.Equal([null, ErrorCode.TextTooLarge, null], lines.Select(l => l.ErrorCode()));
        Assert.Equal("after", lines[2].Text());
    }

    [Fact]
    public async Task ReadAsync_IsNul_ForTheRowsThatHaveOne()
    {
        IReadOnlyList<JsonElement> lines = await IntakeRun.CsvAsync("id,text\na,x\0y\nb,fine\n");

        Assert.Equal([ErrorCode.Nul, null], lines.Select(l => l.ErrorCode()));
    }

    [Fact]
    public async Task ReadAsync_IsUnterminatedQuote_WhenTheLastFieldIsNeverClosed()
    {
        IReadOnlyList<JsonElement> lines = await IntakeRun.CsvAsync("text\nfine\n\"open\nand on\n");

        Assert.Equal([null, ErrorCode.UnterminatedQuote], lines.Select(l => l.ErrorCode()));
        Assert.Equal(3, lines[1].LineNumber());
    }

    [Fact]
    public async Task ReadAsync_EndsTheTableWithOneFault_WhenQuoteIsOpenOverMoreThanADocument()
    {
        var limits = new UploadOptions { MaxTextBytes = 1_000 };
        string rows = string.Concat(Enumerable.Repeat("a row of the table\n", 50_000));

        IReadOnlyList<JsonElement> lines = await IntakeRun.CsvAsync($"text\nfine\n\"open {rows}", limits: limits);

        Assert.Equal([null, ErrorCode.UnterminatedQuote], lines.Select(l => l.ErrorCode()));
        Assert.InRange(lines[1].LineNumber(), 2, 3);
    }

    [Fact]
    public async Task ReadAsync_RefusesTheUpload_WhenHeaderIsNeverClosed()
    {
        var limits = new UploadOptions { MaxTextBytes = 1_000 };
        string table = "\"text\n" + string.Concat(Enumerable.Repeat("a row of the table\n", 50_000));

        Assert.Equal("missing-column", await RefusalAsync(table, limits: limits));
    }

    [Theory]
    [InlineData("id,body\n1,x\n", "missing-column")]
    [InlineData("text,Text\na,b\n", "duplicate-header")]
    [InlineData("id,id,text\n1,2,b\n", "duplicate-header")]
    public async Task ReadAsync_RefusesTheUpload_WhenHeaderCannotBeUsed(string table, string type) =>
        Assert.Equal(type, await RefusalAsync(table));

    [Fact]
    public async Task ReadAsync_RefusesTheUpload_WhenNamedIdColumnIsMissing() =>
        Assert.Equal("missing-column", await RefusalAsync("id,text\n1,x\n", new TableOptions { IdColumn = "key" }));

    [Theory]
    [InlineData(3, null)]
    [InlineData(2, "too-many-columns")]
    public async Task ReadAsync_CountsColumns_AgainstTheLimit(int max, string? type)
    {
        var limits = new UploadOptions { MaxColumns = max };

        Assert.Equal(type, await RefusalAsync("id,text,x\n1,a,b\n", limits: limits));
    }

    [Theory]
    [InlineData("")]
    [InlineData("id,text\n")]
    [InlineData("id,text\n\n\n")]
    public async Task ReadAsync_TakesNothing_WhenThereIsNoRow(string table) =>
        Assert.Empty(await IntakeRun.CsvAsync(table));

    [Fact]
    public async Task ReadAsync_MakesIds_WhenTableHasNone() =>
        Assert.Equal(["doc-0", "doc-1"], (await IntakeRun.CsvAsync("text\na\nb\n")).Select(l => l.Id()));

    private static async Task<string?> RefusalAsync(string table, TableOptions? options = null, UploadOptions? limits = null)
    {
        try
        {
            await IntakeRun.CsvAsync(table, options, limits);
            return null;
        }
        catch (UploadRejectedException e)
        {
            return e.Type;
        }
    }
}
