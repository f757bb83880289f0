using System.Text;
using System.Text.Json;
using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Documents.Text;

public sealed class TextFileReaderTests
{
    public static TheoryData<byte[]> BinaryStarts =>
    [
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A],
        [0xFF, 0xD8, 0xFF, 0xE0],
        "GIF89a"u8.ToArray(),
        "%PDF-1.7"u8.ToArray(),
        [(byte)'P', (byte)'K', 3, 4, 20],
        [0xD0, 0xCF, 0x11, 0xE0],
        [0x1F, 0x8B, 8],
        [0x7F, (byte)'E', (byte)'L', (byte)'F'],
        [(byte)'a', 0, (byte)'b'],
    ];

    [Theory]
    [MemberData(nameof(BinaryStarts))]
    public async Task ReadAsync_IsContentMismatch_WhenFileIsBinary(byte[] content)
    {
        JsonElement line = await IntakeRun.TextFileAsync(FileKind.Text, content);

        Assert.Equal(ErrorCode.ContentMismatch, line.ErrorCode());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadAsync_DecodesUtf16_WhenItHasAByteOrderMark(bool bigEndian)
    {
        var utf16 = new UnicodeEncoding(bigEndian, byteOrderMark: true);

        JsonElement line = await IntakeRun.TextFileAsync(FileKind.Text, [.. utf16.GetPreamble(), .. utf16.GetBytes("größer 🎉")]);

        Assert.Equal("größer 🎉", line.Text());
    }

    [Fact]
    public async Task ReadAsync_DropsByteOrderMark_WhenUtf8() =>
        Assert.Equal("text", (await IntakeRun.TextFileAsync(FileKind.Text, "\uFEFFtext"u8.ToArray())).Text());

    [Theory]
    [InlineData(new byte[] { (byte)'a', 0xFF, (byte)'b' })]
    [InlineData(new byte[] { (byte)'a', 0xC3 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'a' })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x3C, 0xD8 })]
    public async Task ReadAsync_IsEncoding_WhenBytesAreNoText(byte[] content) =>
        Assert.Equal(ErrorCode.Encoding, (await IntakeRun.TextFileAsync(FileKind.Text, content)).ErrorCode());

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\u3000")]
    public async Task ReadAsync_IsEmpty_WhenThereIsOnlyWhiteSpace(string content) =>
        Assert.Equal(ErrorCode.Empty, (await IntakeRun.TextFileAsync(FileKind.Text, Encoding.UTF8.GetBytes(content))).ErrorCode());

    [Fact]
    public async Task ReadAsync_IsNul_WhenNulComesLate()
    {
        string text = new string('x', 2_000) + '\0';

        Assert.Equal(ErrorCode.Nul, (await IntakeRun.TextFileAsync(FileKind.Text, Encoding.UTF8.GetBytes(text))).ErrorCode());
    }

    [Theory]
    [InlineData(100, null)]
    [InlineData(101, ErrorCode.TextTooLarge)]
    public async Task ReadAsync_MeasuresTheText_AgainstTheLimit(int bytes, string? code)
    {
        var limits = new UploadOptions { MaxTextBytes = 100 };

        JsonElement line = await IntakeRun.TextFileAsync(FileKind.Text, Encoding.UTF8.GetBytes(new string('x', bytes)), limits);

        Assert.Equal(code, line.ErrorCode());
    }

    [Fact]
    public async Task ReadAsync_KeepsVisibleTextOnly_WhenHtml()
    {
        const string Page = """
            <html><head><title>The title</title><style>p { color: red }</style></head>
            <body><script>alert(1)</script><p>First &amp; last</p><p>Second</p></body></html>
            """;

        string text = (await IntakeRun.TextFileAsync(FileKind.Html, Encoding.UTF8.GetBytes(Page))).Text()!;

        Assert.Equal(["The title", "First & last", "Second"], text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task ReadAsync_IsEmpty_WhenHtmlShowsNothing() =>
        Assert.Equal(ErrorCode.Empty, (await IntakeRun.TextFileAsync(FileKind.Html, "<script>alert(1)</script>"u8.ToArray())).ErrorCode());

    [Fact]
    public async Task ReadAsync_DropsMarkup_WhenMarkdown()
    {
        string text = (await IntakeRun.TextFileAsync(FileKind.Markdown, "# Title\n\nSome **bold** [link](http://x.test)\n"u8.ToArray())).Text()!;

        Assert.Contains("Title", text, StringComparison.Ordinal);
        Assert.Contains("Some bold link", text, StringComparison.Ordinal);
        Assert.DoesNotContain("**", text, StringComparison.Ordinal);
    }
}
