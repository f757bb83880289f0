using System.Collections.Frozen;
using System.Text;

namespace BatchProcessing.Documents.Charsets;

/// <summary>Charsets by their names and marks. What a charset cannot say comes out as <see cref="Unreadable"/>.</summary>
public static class Charset
{
    /// <summary>Stands for bytes that are nothing in their charset: a code point that no text may contain (U+FDD0).</summary>
    internal const char Unreadable = '\uFDD0';

    private static readonly DecoderReplacementFallback Marked = new(Unreadable.ToString());

    // What browsers read under these names (WHATWG Encoding Standard, "latin1 is windows-1252").
    private static readonly HashSet<string> Western = new(StringComparer.OrdinalIgnoreCase)
    {
        "ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "l1", "windows-1252", "cp1252",
    };

    // What the runtime knows by itself: it throws for any other name, which is dear where a message has thousands.
    private static readonly FrozenSet<string> BuiltIn = new[]
    {
        "utf-8", "unicode-1-1-utf-8", "unicode-2-0-utf-8", "x-unicode-1-1-utf-8", "x-unicode-2-0-utf-8",
        "utf-16", "utf-16le", "ucs-2", "unicode", "iso-10646-ucs-2", "utf-16be", "unicodefffe",
        "utf-32", "utf-32le", "utf-32be",
        "us", "ansi_x3.4-1968", "ansi_x3.4-1986", "cp367", "csascii", "ibm367", "iso-ir-6", "iso646-us", "iso_646.irv:1991",
        "cp819", "csisolatin1", "ibm819", "iso-ir-100", "iso_8859-1", "iso_8859-1:1987",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>UTF-8.</summary>
    internal static Encoding Utf8 { get; } = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, Marked);

    /// <summary>Finds a charset by the name a content type, a page or a message gives it.</summary>
    /// <returns>Null when there is none of that name, or it is UTF-7, which smuggles markup past filters.</returns>
    public static Encoding? Find(string? name)
    {
        string wanted = (name ?? "").Trim().Trim('"', '\'');
        if (wanted.Length is 0 or > 40) return null;
        if (Western.Contains(wanted)) wanted = "windows-1252";
        return BuiltIn.Contains(wanted)
            ? Encoding.GetEncoding(wanted, EncoderFallback.ReplacementFallback, Marked)
            : CodePagesEncodingProvider.Instance.GetEncoding(wanted, EncoderFallback.ReplacementFallback, Marked);
    }

    /// <summary>The charset that a byte order mark names, and the mark's length.</summary>
    /// <returns>Null and 0 when there is no mark.</returns>
    internal static (Encoding? Charset, int Length) FromMark(ReadOnlySpan<byte> start) => start switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Utf8, 3),
        [0xFF, 0xFE, 0, 0, ..] => (Find("utf-32"), 4),
        [0xFF, 0xFE, ..] => (Find("utf-16"), 2),
        [0xFE, 0xFF, ..] => (Find("utf-16BE"), 2),
        _ => (null, 0),
    };

    /// <summary>Whether bytes in this charset are UTF-8 already.</summary>
    internal static bool IsUtf8(Encoding? charset) => charset is null || charset.CodePage == Encoding.UTF8.CodePage;
}
