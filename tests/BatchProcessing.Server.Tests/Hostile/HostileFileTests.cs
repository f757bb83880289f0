using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using BatchProcessing.Tests.Documents;

namespace BatchProcessing.Server.Tests.Hostile;

/// <summary>Office documents, archives, messages and texts that are not what they seem.</summary>
public sealed class HostileFileTests(HostileService service) : IClassFixture<HostileService>
{
    private const string Header = "<row r=\"1\"><c t=\"str\"><v>text</v></c></row>";

    public static TheoryData<string, string, string> Files => new()
    {
        { "zero bytes", "a.txt", "empty" },
        { "UTF-16 without a mark", "a.txt", "content-mismatch" },
        { "an image", "a.txt", "content-mismatch" },
        { "bytes that are no UTF-8", "a.txt", "encoding" },
        { "a script only", "a.html", "empty" },
        { "zero bytes", "a.xlsx", "content-mismatch" },
        { "zero bytes", "a.zip", "corrupt" },
        { "zero bytes", "a.eml", "content-mismatch" },
        { "an encrypted workbook", "a.xlsx", "encrypted" },
        { "XXE", "a.docx", "corrupt" },
        { "a billion laughs", "a.docx", "corrupt" },
        { "XXE", "a.xlsx", "corrupt" },
        { "the cell XFE1", "a.xlsx", "corrupt" },
        { "the row 2,000,000,000", "a.xlsx", "corrupt" },
        { "a sheet outside", "a.xlsx", "corrupt" },
        { "a bomb", "a.zip", "unpacked-too-large" },
        { "a bomb", "a.docx", "content-mismatch" },
        { "a bomb in a document", "a.docx", "unpacked-too-large" },
        { "a bomb with a forged size", "a.zip", "corrupt" },
        { "1,001 entries", "a.zip", "unpacked-too-large" },
        { "an encrypted entry", "a.zip", "encrypted" },
        { "an archive in an archive", "a.zip", "unsupported-file-type" },
        { "a damaged directory", "a.zip", "corrupt" },
        { "parts nested 30 deep", "a.eml", "corrupt" },
        { "headers of 1 MB", "a.eml", "corrupt" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task File_IsOneFailedDocument_WhenItIsHostile(string what, string name, string code) =>
        Assert.Equal(code, await service.CodeAsync(HostileService.FileForm(name, Make(what))));

    [Fact]
    public async Task Header_IsTooManyColumns_WhenItHasTheCellXFE1()
    {
        byte[] file = TestZip.Workbook("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>text</v></c><c r=\"XFE1\" t=\"str\"><v>far</v></c></row>");

        using HttpResponseMessage response = await service.UploadAsync(HostileService.FileForm("a.xlsx", file));

        await ServiceHost.ProblemAsync(response, 422, "too-many-columns");
    }

    [Fact]
    public async Task Entry_IsShownWithinItsArchive_WhenItsNameClimbsOut()
    {
        IReadOnlyList<JsonNode> documents = await service.DocumentsAsync(
            HostileService.Raw(TestZip.Of(("../../../tmp/evil.txt", "text"), ("C:\\evil.txt", "text")), "application/zip"));

        Assert.Equal(["tmp/evil.txt", "C/evil.txt"], documents.Select(d => (string?)d["file"]));
        Assert.False(File.Exists("/tmp/evil.txt"));
    }

    [Theory]
    [InlineData("<div>", "a.html")]
    [InlineData("<b>", "a.html")]
    [InlineData("[a](", "a.md")]
    [InlineData("> [a]: b\n", "a.md")]
    public async Task Markup_IsReadInTime_WhenAMegabyteOfItIsNested(string piece, string name)
    {
        string content = "begin\n\n" + string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));

        Assert.Null(await service.CodeAsync(HostileService.FileForm(name, Encoding.UTF8.GetBytes(content))));
    }

    [Fact]
    public async Task Workbook_IsATableLikeACsv_WithTheSourceHashOfItsBytes()
    {
        byte[] file = Sample.Read("comments.xlsx");

        JsonNode batch = await service.EndedAsync(HostileService.FileForm("comments.xlsx", file));

        JsonNode manifest = await service.JsonAsync($"/api/batches/{batch["id"]}/manifest");
        Assert.Equal((5, 1), ((int)batch["counts"]!["total"]!, (int)batch["counts"]!["failed"]!));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)), (string?)manifest["files"]![0]!["sha256"]);
    }

    private static byte[] Make(string what) => what switch
    {
        "zero bytes" => [],
        "UTF-16 without a mark" => Encoding.Unicode.GetBytes("some text"),
        "an image" => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A],
        "bytes that are no UTF-8" => [(byte)'a', 0xFF, 0xC3],
        "a script only" => "<script>alert(1)</script>"u8.ToArray(),
        "an encrypted workbook" => Sample.Read("encrypted.xlsx"),
        "XXE" => TestZip.Word("<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><document><t>&x;</t></document>"),
        "a billion laughs" => TestZip.Word("<!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><document><t>&b;</t></document>"),
        "the cell XFE1" => TestZip.Workbook(Header + "<row r=\"2\"><c r=\"XFE2\" t=\"str\"><v>far</v></c></row>"),
        "the row 2,000,000,000" => TestZip.Workbook(Header + "<row r=\"2000000000\"><c t=\"str\"><v>deep</v></c></row>"),
        "a sheet outside" => TestZip.Of(
            ("_rels/.rels", "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"../../../../etc/passwd\"/></Relationships>")),
        "a bomb" => TestZip.Of(("bomb.txt", new byte[64 << 20])),
        "a bomb in a document" => TestZip.Word("<document>" + new string(' ', 64 << 20) + "</document>"),
        "a bomb with a forged size" => Forge(TestZip.Of(("bomb.txt", new byte[900_000])), 24, 100),
        "1,001 entries" => TestZip.Of([.. Enumerable.Range(0, 1_001).Select(i => ($"{i}.txt", "text"))]),
        "an encrypted entry" => Forge(TestZip.Of(("a.txt", "text")), 8, 1),
        "an archive in an archive" => TestZip.Of(("b.zip", TestZip.Of(("c.txt", "text")))),
        "a damaged directory" => Forge(TestZip.Of(("a.txt", "text")), 0, 0),
        "parts nested 30 deep" => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 30).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n"))),
        "headers of 1 MB" => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 50_000).Select(i => $"X-{i}: some value\n"))),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "There is no such file."),
    };

    /// <summary>Writes four bytes into the directory entry of the only file of an archive.</summary>
    private static byte[] Forge(byte[] zip, int offset, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(zip.AsSpan().LastIndexOf("PK\x01\x02"u8) + offset), value);
        return zip;
    }
}
