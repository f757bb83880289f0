using System.Text;
using System.Text.RegularExpressions;
using BatchProcessing.Documents.Charsets;

namespace BatchProcessing.Documents.Mail;

/// <summary>Decodes headers that are not ASCII: <c>=?utf-8?B?…?=</c> (RFC 2047).</summary>
internal static partial class EncodedWords
{
    private const int MaxWords = 200;

    /// <summary>The header as text; what cannot be decoded stays as it is, and so do words behind the first 200.</summary>
    public static string Decode(string header)
    {
        if (!header.Contains("=?", StringComparison.Ordinal)) return header;
        // White space between two encoded words is not part of the text (RFC 2047 6.2).
        return Word().Replace(BetweenWords().Replace(header, "$1"), Decode, MaxWords);
    }

    private static string Decode(Match word)
    {
        if (Charset.Find(word.Groups[1].Value) is not { } charset) return word.Value;
        byte[] encoded = Encoding.Latin1.GetBytes(word.Groups[3].Value);
        byte[] bytes = word.Groups[2].Value is "b" or "B"
            ? TransferEncoding.FromBase64(encoded)
            : TransferEncoding.FromQuotedPrintable(encoded, isHeader: true);
        return charset.GetString(bytes).Replace(Charset.Unreadable, '\uFFFD');
    }

    [GeneratedRegex(@"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?\s]{0,1000})\?=", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex(@"(\?=)\s+(?==\?)", RegexOptions.CultureInvariant)]
    private static partial Regex BetweenWords();
}
