using System.Text;
using System.Text.Json.Nodes;

namespace BatchProcessing.Server.Tests.Hostile;

/// <summary>Tables and JSON Lines with rows made to break their readers.</summary>
public sealed class HostileTableTests(HostileService service) : IClassFixture<HostileService>
{
    private const int Million = 1_000_000;

    [Theory]
    [InlineData("5,000 columns", "too-many-columns", 422)]
    [InlineData("a quote never closed in the header", "missing-column", 422)]
    [InlineData("zero bytes", "no-files", 400)]
    [InlineData("no such column", "missing-column", 422)]
    [InlineData("the column twice", "duplicate-header", 422)]
    [InlineData("a header of 20 MB", "missing-column", 422)]
    [InlineData("UTF-16 without a mark", "missing-column", 422)]
    public async Task Table_IsRefused_WhenItsHeaderCannotBeUsed(string what, string type, int status)
    {
        byte[] table = what switch
        {
            "5,000 columns" => Encoding.UTF8.GetBytes("text" + string.Concat(Enumerable.Range(0, 4_999).Select(i => $",c{i}")) + "\nx\n"),
            "a quote never closed in the header" => Encoding.UTF8.GetBytes("\"text\n" + Rows(Million)),
            "zero bytes" => [],
            "no such column" => "body\nx\n"u8.ToArray(),
            "the column twice" => "text,TEXT\nx,y\n"u8.ToArray(),
            "a header of 20 MB" => Encoding.UTF8.GetBytes(new string('h', 20 << 20) + ",text\n"),
            _ => Encoding.Unicode.GetBytes("id,text\n1,x\n"),
        };

        using HttpResponseMessage response = await service.UploadAsync(HostileService.Raw(table, "text/csv"));

        await ServiceHost.ProblemAsync(response, status, type);
    }

    [Fact]
    public async Task Table_HasNoDocument_WhenItIsAHeaderOnly() => Assert.Empty(await service.DocumentsAsync(ServiceHost.Csv("id,text\n")));

    [Fact]
    public async Task Table_IsRead_WhenItIsUtf16WithAMark()
    {
        byte[] table = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("id,text\n1,größer\n")];

        Assert.Null(await service.CodeAsync(HostileService.Raw(table, "text/csv")));
    }

    [Fact]
    public async Task Table_IsRead_WhenItsCharsetIsDeclared()
    {
        byte[] table = Encoding.Latin1.GetBytes("id,text\nä,größer\n");

        IReadOnlyList<JsonNode> documents = await service.DocumentsAsync(HostileService.FileForm("a.csv", table, "text/csv; charset=iso-8859-1"));

        Assert.Equal("ä", (string?)Assert.Single(documents)["id"]);
    }

    [Theory]
    [InlineData("a quote never closed on line 1 of 1,000,000", "unterminated-quote")]
    [InlineData("one line of 40 MB", "unterminated-quote")]
    [InlineData("a row with too few fields", "column-count")]
    [InlineData("bytes that are no UTF-8", "encoding")]
    [InlineData("a NUL", "nul")]
    [InlineData("an image", "content-mismatch")]
    public async Task Table_IsOneFailedDocument_WhenARowCannotBeRead(string what, string code)
    {
        byte[] table = what switch
        {
            "a quote never closed on line 1 of 1,000,000" => Encoding.UTF8.GetBytes("id,text\n1,\"" + Rows(Million)),
            "one line of 40 MB" => Encoding.UTF8.GetBytes("id,text\n1," + new string('x', 40 << 20)),
            "a row with too few fields" => "id,text\n1\n"u8.ToArray(),
            "bytes that are no UTF-8" => [.. "id,text\n1,"u8, 0xFF, 0xC3, (byte)'\n'],
            "a NUL" => [.. "id,text\n1,a"u8, 0, (byte)'b', (byte)'\n'],
            _ => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0],
        };

        Assert.Equal(code, await service.CodeAsync(HostileService.Raw(table, "text/csv")));
    }

    public static TheoryData<string, string> Lines => new()
    {
        { "{\"text\":\"a\",\"deep\":" + new string('[', 64) + new string(']', 64) + "}", "invalid-json" },
        { "{\"text\":\"\\ud83c\"}", "encoding" },
        { "{\"text\":\"a\",\"text\":\"b\"}", "invalid-json" },
        { "{\"id\":\"a\",\"id\":\"b\",\"text\":\"c\"}", "invalid-json" },
        { "[1,2,3]", "not-object" },
        { "\"text\"", "not-object" },
        { "{\"text\":\"a\\u0000b\"}", "nul" },
        { "{\"text\":1}", "invalid-type" },
        { "{\"text\":null}", "invalid-type" },
        { "{}", "empty" },
        { "{\"text\":\"a\"} {\"text\":\"b\"}", "invalid-json" },
        { "{\"text\":\"a\"", "invalid-json" },
        { "{'text':'a'}", "invalid-json" },
        { "{\"id\":\"" + new string('i', 257) + "\",\"text\":\"a\"}", "id-too-long" },
        { "{\"\\ud83c\":1,\"text\":\"a\"}", "encoding" },
        { "{\"text\":\"\\ufeff\"}", "" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Line_IsOneFailedDocument_OrNone(string line, string code)
    {
        IReadOnlyList<JsonNode> documents = await service.DocumentsAsync(ServiceHost.JsonLines(line + "\n{\"text\":\"fine\"}\n"));

        Assert.Equal([code, ""], documents.Select(d => (string?)d["error"]?["code"] ?? ""));
    }

    [Fact]
    public async Task Line_IsTextTooLarge_WhenItHas40MegabytesWithoutAnEnd()
    {
        string code = (await service.CodeAsync(ServiceHost.JsonLines("{\"text\":\"" + new string('x', 40 << 20))))!;

        Assert.Equal("text-too-large", code);
    }

    [Fact]
    public async Task Table_NamesTheRow_WhenTheFirstIdComesAgainOnTheMillionth()
    {
        var table = new StringBuilder("id,text\n");
        for (int i = 1; i < Million; i++) table.Append(i).Append(",x\n");
        table.Append("1,x\n");

        using HttpResponseMessage response = await service.UploadAsync(ServiceHost.Csv(table.ToString()), "?onInvalid=fail");

        JsonNode problem = await ServiceHost.ProblemAsync(response, 400, "validation");
        Assert.Equal("Line 1000001: The id '1' occurred before.", (string?)problem["detail"]);
    }

    [Fact]
    public async Task Table_IsTooManyDocuments_WhenItHasOneMoreThanAMillion()
    {
        using HttpResponseMessage response = await service.UploadAsync(ServiceHost.Csv("text\n" + Rows(Million + 1)));

        await ServiceHost.ProblemAsync(response, 413, "too-many-documents");
    }

    private static string Rows(int count) => string.Concat(Enumerable.Repeat("a row of it\n", count));
}
