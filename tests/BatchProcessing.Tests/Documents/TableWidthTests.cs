using System.Text;
using System.Text.Json;
using BatchProcessing.Documents;
using BatchProcessing.Models;

namespace BatchProcessing.Tests.Documents;

/// <summary>Tables with rows or headers of more fields than any table has.</summary>
[Collection(nameof(Alone))]
public sealed class TableWidthTests
{
    private static readonly UploadOptions Limits = new() { MaxColumns = 3 };

    [Theory]
    [InlineData(",,,,,,,,\n", 5)]
    [InlineData("a,b,c,d\n", 5)]
    [InlineData("a,b,c,d,e,f\r\n", 5)]
    [InlineData("a,b,c,d,\"e\n\nf,\"\"g\",h,\"i\n\"\n", 8)]
    [InlineData("a,b,c,d,e,\"f\n\",\"\"\n", 6)]
    [InlineData("\"a\n\",b,c\"c\",d,e\n", 6)]
    [InlineData("a,b,c,d,e,f\"\n", 5)]
    public async Task ReadAsync_FailsTheRowAlone_WhenItHasMoreFieldsThanColumnsMayBe(string wide, long next)
    {
        string filler = new('x', 2 << 20); // moves the rows behind what is read with the header

        foreach (int piece in (int[])[int.MaxValue, 7_001])
        {
            IReadOnlyList<JsonElement> lines = await IntakeRun.CsvAsync(Encoding.UTF8.GetBytes($"id,text\n1,{filler}\n2,a\n{wide}3,b\n"), limits: Limits, pieceBytes: piece);

            Assert.Equal([ErrorCode.TextTooLarge, null, ErrorCode.ColumnCount, null], lines.Select(l => l.ErrorCode()));
            Assert.Equal([2L, 3L, 4L, next], lines.Select(l => l.LineNumber()));
            Assert.Equal("Line 4: The row has more than 3 fields, the header has 2.", lines[2].ErrorMessage());
        }
    }

    [Theory]
    [InlineData("", ",")]
    [InlineData("", "\"\n\",")]
    [InlineData("2,a\n", ",")]
    public async Task ReadAsync_TakesBoundedMemory_WhenARowIsMillionsOfFields(string before, string field)
    {
        byte[] table = Encoding.UTF8.GetBytes("id,text\n1,a\n" + before + new StringBuilder().Insert(0, field, (7 << 20) / field.Length) + "\n9,z\n");
        long allocated = GC.GetTotalAllocatedBytes(precise: true);

        IReadOnlyList<JsonElement> lines = await IntakeRun.CsvAsync(table);

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - allocated, 0, 30 << 20);
        Assert.Equal((ErrorCode.ColumnCount, "z"), (lines[^2].ErrorCode(), lines[^1].Text()));
    }

    [Fact]
    public async Task ReadAsync_RefusesTheUpload_WhenTheHeaderIsMillionsOfFields()
    {
        byte[] table = Encoding.UTF8.GetBytes("text" + new string(',', 7 << 20) + "\na\n");
        long allocated = GC.GetTotalAllocatedBytes(precise: true);

        UploadRejectedException refused = await Assert.ThrowsAsync<UploadRejectedException>(() => IntakeRun.CsvAsync(table));

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - allocated, 0, 30 << 20);
        Assert.Equal("missing-column", refused.Type);
    }

    [Theory]
    [InlineData("text,label\na,b\n", "line 3")]
    [InlineData("text,label,", "header")]
    public void LabeledCsv_TakesBoundedMemory_WhenARowIsMillionsOfFields(string before, string place)
    {
        byte[] table = Encoding.UTF8.GetBytes(before + new string(',', 7 << 20) + "\n");
        long allocated = GC.GetTotalAllocatedBytes(precise: true);

        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => LabeledCsv.Read(new MemoryStream(table), "rows", "text", "label").Count());

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - allocated, 0, 30 << 20);
        Assert.Contains(place, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_ReadsRowsAsBefore_WhateverTheirQuotes()
    {
        var random = new Random(20260);
        var wide = new UploadOptions { MaxColumns = 16_000 };
        for (int i = 0; i < 300; i++)
        {
            string rows = string.Concat(Enumerable.Range(0, 60).Select(_ => "a,\"\n\r;x\""[random.Next(8)]));
            byte[] table = Encoding.UTF8.GetBytes($"id,text\n0,{new string('y', 300_000)}\n{rows}\n");

            IReadOnlyList<JsonElement> narrow = await IntakeRun.CsvAsync(table, limits: new UploadOptions { MaxColumns = 2 });
            IReadOnlyList<JsonElement> all = await IntakeRun.CsvAsync(table, limits: wide);

            Assert.Equal(all.Select(l => (l.LineNumber(), l.ErrorCode(), l.Text())), narrow.Select(l => (l.LineNumber(), l.ErrorCode(), l.Text())));
        }
    }
}
