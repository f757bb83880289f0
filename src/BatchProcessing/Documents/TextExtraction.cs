using System.Text;
using System.Text.Unicode;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Markdig;

namespace BatchProcessing.Documents;

/// <summary>Gets the readable text out of a whole file.</summary>
internal static class TextExtraction
{
    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().UsePipeTables().Build();

    /// <summary>Decodes a file by its byte order mark, UTF-8 without one.</summary>
    /// <returns>False when its bytes are not valid in that encoding.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out string text)
    {
        text = "";
        if (FileSignature.IsUtf16(bytes))
        {
            var utf16 = new UnicodeEncoding(bigEndian: bytes[0] == 0xFE, byteOrderMark: true, throwOnInvalidBytes: true);
            try
            {
                text = utf16.GetString(bytes[2..]);
                return true;
            }
            catch (DecoderFallbackException)
            {
                return false;
            }
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        if (!Utf8.IsValid(bytes)) return false;
        text = Encoding.UTF8.GetString(bytes);
        return true;
    }

    /// <summary>The readable text of a decoded file.</summary>
    public static string Extract(FileKind kind, string content) => kind switch
    {
        FileKind.Html => FromHtml(content),
        FileKind.Markdown => Markdig.Markdown.ToPlainText(content, Markdown),
        _ => content,
    };

    private static string FromHtml(string html)
    {
        using var document = new HtmlParser().ParseDocument(html);
        foreach (IElement unseen in document.QuerySelectorAll("script, style, noscript, template")) unseen.Remove();
        foreach (IElement block in document.QuerySelectorAll("p, div, br, li, tr, td, th, h1, h2, h3, h4, h5, h6, title"))
            block.AppendChild(document.CreateTextNode("\n"));
        string title = document.Title is { Length: > 0 } t ? t + "\n" : "";
        return (title + document.Body?.TextContent).Trim();
    }
}
