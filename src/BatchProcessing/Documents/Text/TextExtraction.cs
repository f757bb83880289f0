using System.Text;
using BatchProcessing.Documents.Charsets;

namespace BatchProcessing.Documents.Text;

/// <summary>Gets the readable text out of a whole file.</summary>
internal static class TextExtraction
{
    /// <summary>Decodes a file by its byte order mark, by what its sender says, by what a page says of itself, or as UTF-8.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="declared">The charset its sender names, or null.</param>
    /// <param name="text">The text.</param>
    /// <returns>False when its bytes are not valid in that charset.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, FileKind kind, Encoding? declared, out string text)
    {
        (Encoding? marked, int length) = Charset.FromMark(bytes);
        Encoding charset = marked ?? declared ?? (kind == FileKind.Html ? HtmlCharset.Of(bytes) : null) ?? Charset.Utf8;
        text = charset.GetString(bytes[length..]);
        return !text.Contains(Charset.Unreadable, StringComparison.Ordinal);
    }

    /// <summary>The readable text of a decoded file.</summary>
    public static string Extract(FileKind kind, string content) => kind switch
    {
        FileKind.Html => HtmlText.Of(content),
        FileKind.Markdown => MarkdownText.Of(content),
        _ => content,
    };
}
