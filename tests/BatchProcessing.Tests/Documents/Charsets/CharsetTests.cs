using System.Text;
using System.Text.Json;
using BatchProcessing.Documents;
using BatchProcessing.Documents.Charsets;

namespace BatchProcessing.Tests.Documents.Charsets;

public sealed class CharsetTests
{
    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-8")]
    public async Task Table_IsDecoded_WhenItHasAByteOrderMark(string charset)
    {
        Encoding encoding = Encoding.GetEncoding(charset);
        byte[] table = [.. encoding.GetPreamble(), .. encoding.GetBytes("id,text\n1,größer 🎉\n2,\"two\nlines\"\n3,third\n")];

        IReadOnlyList<JsonElement> lines = await IntakeRun.FileAsync("a.csv", table, charset: Charset.Find("windows-1252"));

        Assert.Equal(["größer 🎉", "two\nlines", "third"], lines.Select(l => l.Text()));
        Assert.Equal([2, 3, 5], lines.Select(l => l.LineNumber()));
    }

    [Fact]
    public async Task JsonLines_AreDecoded_WhenACharsetIsDeclared()
    {
        byte[] lines = Charset.Find("shift_jis")!.GetBytes("{\"text\":\"テスト\"}\n");

        Assert.Equal("テスト", Assert.Single(await IntakeRun.FileAsync("a.jsonl", lines, charset: Charset.Find("shift_jis"))).Text());
    }

    [Fact]
    public async Task Table_FailsOneRow_WhenItsBytesAreNothingInTheCharset()
    {
        byte[] table = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("text\nfine\n"), 0x3C, 0xD8, .. Encoding.Unicode.GetBytes("x\nalso fine\n")];

        IReadOnlyList<JsonElement> lines = await IntakeRun.FileAsync("a.csv", table);

        Assert.Equal([null, ErrorCode.Encoding, null], lines.Select(l => l.ErrorCode()));
    }

    [Theory]
    [InlineData("<meta charset=windows-1252><p>€</p>")]
    [InlineData("<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-1'><p>€</p>")]
    [InlineData("<?xml version='1.0' encoding='windows-1252'?><p>€</p>")]
    public async Task Html_IsDecoded_AsThePageSays(string page) =>
        Assert.Equal("€", Assert.Single(await IntakeRun.FileAsync("a.html", Charset.Find("windows-1252")!.GetBytes(page))).Text());

    [Theory]
    [InlineData("utf-7")]
    [InlineData("klingon")]
    [InlineData("")]
    [InlineData(null)]
    public void Find_IsNull_WhenThereIsNoSuchCharset(string? name) => Assert.Null(Charset.Find(name));
}
