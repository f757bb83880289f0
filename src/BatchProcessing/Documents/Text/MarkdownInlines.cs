using System.Net;
using System.Text;

namespace BatchProcessing.Documents.Text;

/// <summary>Removes emphasis, code marks, links and inline HTML from one paragraph of Markdown in a single pass.</summary>
internal static class MarkdownInlines
{
    private const int MaxTarget = 2_000;

    private const char Removed = Charsets.Charset.Unreadable;

    /// <summary>Appends a paragraph's text.</summary>
    public static void Append(StringBuilder text, ReadOnlySpan<char> paragraph)
    {
        var plain = new char[paragraph.Length];
        int length = Write(paragraph, plain);
        length = plain.AsSpan(0, length).IndexOf(Removed) < 0 ? length : Compact(plain.AsSpan(0, length));
        string result = new(plain, 0, length);
        text.Append(result.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(result) : result);
    }

    private static int Write(ReadOnlySpan<char> from, Span<char> to)
    {
        int length = 0;
        var brackets = new Stack<int>();
        for (int i = 0; i < from.Length; i++)
        {
            char c = from[i];
            if (c == '\\' && i + 1 < from.Length && char.IsAsciiLetterOrDigit(from[i + 1]) is false && char.IsAscii(from[i + 1]))
            {
                to[length++] = from[++i];
                continue;
            }

            if (c == '[') brackets.Push(length);
            if (c == ']' && brackets.TryPop(out int opening) && TargetLength(from[(i + 1)..]) is > 0 and var target)
            {
                to[opening] = Removed;
                if (opening > 0 && to[opening - 1] == '!') to[opening - 1] = Removed;
                i += target;
                continue;
            }

            if (c == '<' && TagLength(from[i..]) is > 0 and var tag)
            {
                i += tag - 1;
                continue;
            }

            if (c == '`' || IsEmphasis(from, i)) continue;
            to[length++] = c;
        }

        return length;
    }

    /// <summary>How long <c>(target)</c> or <c>[reference]</c> is; 0 when there is none.</summary>
    private static int TargetLength(ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty || rest[0] is not ('(' or '[')) return 0;
        int end = rest[..Math.Min(rest.Length, MaxTarget)].IndexOf(rest[0] == '(' ? ')' : ']');
        return end < 0 ? 0 : end + 1;
    }

    private static int TagLength(ReadOnlySpan<char> rest)
    {
        if (rest.Length < 3 || !(char.IsAsciiLetter(rest[1]) || rest[1] == '/')) return 0;
        int end = rest[..Math.Min(rest.Length, MaxTarget)].IndexOf('>');
        // <https://…> is a link that shows its target.
        return end < 0 || rest[..end].Contains("://", StringComparison.Ordinal) ? 0 : end + 1;
    }

    private static bool IsEmphasis(ReadOnlySpan<char> text, int at)
    {
        char mark = text[at];
        if (mark is not ('*' or '_')) return false;
        char before = at == 0 ? ' ' : text[at - 1];
        char after = at + 1 == text.Length ? ' ' : text[at + 1];
        if (char.IsWhiteSpace(before) && char.IsWhiteSpace(after)) return false;
        return mark == '*' || !(char.IsLetterOrDigit(before) && char.IsLetterOrDigit(after));
    }

    private static int Compact(Span<char> text)
    {
        int length = 0;
        foreach (char c in text)
        {
            if (c != Removed) text[length++] = c;
        }

        return length;
    }
}
