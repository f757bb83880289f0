using System.Text.Json;
using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Documents.Archives;

/// <summary>What all packed files of an upload may unpack to together.</summary>
public sealed class UploadUnpackTests
{
    private static readonly UploadOptions Limits = new() { MaxRequestBytes = 5 << 20, MaxUnpackedBytes = 3 << 20, MaxUnpackedRatio = 10_000, MaxTextBytes = 4 << 20 };

    [Theory]
    [InlineData("docx")]
    [InlineData("xlsx")]
    [InlineData("zip")]
    public async Task ReadAsync_IsUnpackedTooLarge_WhenTheFilesOfAnUploadUnpackToMoreThanARequestMay(string kind)
    {
        string spaces = new(' ', 2 << 20);
        byte[] file = kind switch
        {
            "docx" => TestZip.Word($"<document>{spaces}<body><p><t>x</t></p></body></document>"),
            "xlsx" => TestZip.Workbook($"<row><c t=\"str\"><v>text</v></c></row>{spaces}<row><c t=\"str\"><v>x</v></c></row>"),
            _ => TestZip.Of(("a.md", $"{new string('\n', 2 << 20)}x")),
        };

        IReadOnlyList<JsonElement> lines = await IntakeRun.FilesAsync([.. Enumerable.Range(0, 4).Select(i => ($"{i}.{kind}", file))], Limits);

        Assert.Equal([null, null, ErrorCode.UnpackedTooLarge, ErrorCode.UnpackedTooLarge], lines.Select(l => l.ErrorCode()));
        Assert.Contains($"{5 << 20} bytes", lines[2].ErrorMessage(), StringComparison.Ordinal);
    }
}
