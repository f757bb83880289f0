using System.Text;
using System.Text.Json;
using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Documents.Office;

/// <summary>Office documents made to break their reader: each ends as one failed document, in bounded memory.</summary>
[Collection(nameof(Alone))]
public sealed class HostileOfficeTests
{
    private const string Header = "<row><c t=\"str\"><v>text</v></c></row>";

    public static TheoryData<string, string> Documents => new()
    {
        { "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><document><body><p><t>&x;</t></p></body></document>", ErrorCode.Corrupt },
        { "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><document><t>&b;</t></document>", ErrorCode.Corrupt },
        { "<document><t>&x;</t></document>", ErrorCode.Corrupt },
        { "<document><t>never closed", ErrorCode.Corrupt },
        { "<document><t>\u0001</t></document>", ErrorCode.Corrupt },
        { "<document/>", ErrorCode.Empty },
        { "<workbook/>", ErrorCode.ContentMismatch },
        { "", ErrorCode.Corrupt },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Word_IsOneFailedDocument_WhenItsXmlIsHostile(string xml, string code) =>
        Assert.Equal(code, Assert.Single(await IntakeRun.FileAsync("a.docx", TestZip.Word(xml))).ErrorCode());

    [Theory]
    [InlineData("deep")]
    [InlineData("attribute")]
    [InlineData("names")]
    [InlineData("cells")]
    [InlineData("text")]
    public async Task Workbook_TakesBoundedMemory_WhenItUnpacksToMuch(string attack)
    {
        const int Size = 12 << 20;
        StringBuilder rows = new(Header);
        rows.Append("<row>");
        for (int i = 0; rows.Length < Size; i++)
        {
            rows.Append(attack switch
            {
                "deep" => "<a><a><a><a>",
                "attribute" => i == 0 ? "<c a=\"" : "x x x x x x x x x x x x x x x x",
                "names" => $"<a{i}/>",
                "cells" => "<c/>",
                _ => i == 0 ? "<c t=\"str\"><v>" : "text text text text",
            });
        }

        byte[] file = TestZip.Workbook(attack == "cells" ? rows + "</row>" : attack == "text" ? rows + "</v></c></row>" : rows.ToString());
        rows.Clear();
        long before = GC.GetTotalAllocatedBytes(precise: true);

        IReadOnlyList<JsonElement> lines = await IntakeRun.FileAsync("a.xlsx", file, new UploadOptions { MaxUnpackedRatio = 10_000 });

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 100 << 20);
        string? expected = attack switch { "cells" => ErrorCode.Corrupt, "text" => ErrorCode.TextTooLarge, _ => ErrorCode.Corrupt };
        Assert.Equal(expected, Assert.Single(lines).ErrorCode());
    }

    [Theory]
    [InlineData(30)]
    [InlineData(32)]
    [InlineData(44)]
    [InlineData(64)]
    [InlineData(72)]
    public async Task OldWorkbook_IsCorrupt_WhenItsHeaderClaimsSizesItCannotHave(int offset)
    {
        byte[] file = Sample.Read("comments.xls");
        file[offset] = 30;
        long before = GC.GetTotalAllocatedBytes(precise: true);

        Assert.Equal(ErrorCode.Corrupt, Assert.Single(await IntakeRun.FileAsync("a.xls", file)).ErrorCode());

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 50 << 20);
    }

    [Fact]
    public async Task OldWorkbook_IsCorrupt_WhenItClaimsMoreRowsThanThereCanBe()
    {
        byte[] file = Sample.Read("comments.xls");
        // The record DIMENSIONS of the second sheet (MS-XLS 2.4.90): its type, its length, the first row, the last one.
        int record = file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0x00, 0x02, 0x0E, 0x00]);
        BitConverter.TryWriteBytes(file.AsSpan(record + 8), int.MaxValue);

        JsonElement line = Assert.Single(await IntakeRun.FileAsync("a.xls", file));

        Assert.Equal(ErrorCode.Corrupt, line.ErrorCode());
        Assert.Contains("rows; 65536 are possible", line.ErrorMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.xlsx", "plain text", ErrorCode.ContentMismatch)]
    [InlineData("a.xls", "plain text", ErrorCode.ContentMismatch)]
    [InlineData("a.docx", "%PDF-1.7", ErrorCode.ContentMismatch)]
    [InlineData("a.docx", "", ErrorCode.ContentMismatch)]
    public async Task File_IsContentMismatch_WhenItIsNoOfficeDocument(string name, string content, string code) =>
        Assert.Equal(code, Assert.Single(await IntakeRun.FileAsync(name, Encoding.UTF8.GetBytes(content))).ErrorCode());

    [Fact]
    public async Task Workbook_IsContentMismatch_WhenItIsAWordDocument()
    {
        Assert.Equal(ErrorCode.ContentMismatch, Assert.Single(await IntakeRun.FileAsync("a.xlsx", Sample.Read("letter.docx"))).ErrorCode());
        Assert.Equal(ErrorCode.ContentMismatch, Assert.Single(await IntakeRun.FileAsync("a.docx", Sample.Read("comments.xlsx"))).ErrorCode());
        Assert.Equal(ErrorCode.ContentMismatch, Assert.Single(await IntakeRun.FileAsync("a.docx", Sample.Read("comments.xls"))).ErrorCode());
    }

    [Theory]
    [InlineData("comments.xls", 0.5)]
    [InlineData("comments.xlsx", 0.5)]
    [InlineData("letter.docx", 0.9)]
    public async Task File_IsCorrupt_WhenItsEndIsMissing(string name, double part)
    {
        byte[] whole = Sample.Read(name);

        IReadOnlyList<JsonElement> lines = await IntakeRun.FileAsync(name, whole[..(int)(whole.Length * part)]);

        Assert.Equal(ErrorCode.Corrupt, lines[^1].ErrorCode());
    }
}
