using System.Buffers;
using System.Text;
using BatchProcessing.Documents.Charsets;

namespace BatchProcessing.Documents.Text;

/// <summary>The charset a page names in its first kilobyte: <c>&lt;meta charset=…&gt;</c>, or the encoding of XML.</summary>
internal static class HtmlCharset
{
    private static readonly SearchValues<char> Ends = SearchValues.Create("\"'>; ?/\t\r\n");

    private const int LookedAt = 1024; // as browsers do

    /// <summary>Finds it.</summary>
    /// <returns>Null when the page names none that is known; UTF-16 is none, for then it could not be read here.</returns>
    public static Encoding? Of(ReadOnlySpan<byte> page)
    {
        string start = Encoding.Latin1.GetString(page[..Math.Min(page.Length, LookedAt)]);
        Encoding? found = Charset.Find(ValueAfter(start, "charset") ?? (start.StartsWith("<?xml", StringComparison.Ordinal) ? ValueAfter(start, "encoding") : null));
        return found is null || found.GetByteCount("x") > 1 ? null : found;
    }

    private static string? ValueAfter(string start, string word)
    {
        int at = start.IndexOf(word, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return null;
        ReadOnlySpan<char> rest = start.AsSpan(at + word.Length).TrimStart();
        if (rest is not ['=', ..]) return null;
        rest = rest[1..].TrimStart().TrimStart("\"'");
        int end = rest.IndexOfAny(Ends);
        return end <= 0 ? null : rest[..end].ToString();
    }
}
