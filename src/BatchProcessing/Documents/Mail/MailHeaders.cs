using System.Text;

namespace BatchProcessing.Documents.Mail;

/// <summary>The headers of a message or of one of its parts.</summary>
internal sealed class MailHeaders
{
    private const int MaxBytes = 256 << 10;
    private const int MaxShown = 998; // characters of a line, RFC 5322 2.1.1

    private static readonly HashSet<string> Wanted = new(StringComparer.OrdinalIgnoreCase)
    {
        "Subject", "From", "Date", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition",
    };

    private readonly Dictionary<string, StringBuilder> _values = new(StringComparer.OrdinalIgnoreCase);
    private StringBuilder? _current;
    private int _bytes;

    /// <summary>Whether no header has been read yet.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Takes one line; the first header of a name counts.</summary>
    /// <returns>False when the line is no header.</returns>
    /// <exception cref="UnreadableFileException">There are too many headers.</exception>
    public bool Take(ReadOnlySpan<byte> line)
    {
        _bytes += line.Length + 2;
        if (_bytes > MaxBytes) throw UnreadableFileException.Corrupt($"The headers have more than {MaxBytes} bytes.");
        string text = System.Text.Unicode.Utf8.IsValid(line) ? Encoding.UTF8.GetString(line) : Encoding.Latin1.GetString(line);
        if (line is [(byte)' ' or (byte)'\t', ..])
        {
            _current?.Append(' ').Append(text.AsSpan().Trim());
            return !IsEmpty;
        }

        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || text.AsSpan(0, colon).TrimEnd().IndexOfAnyExceptInRange('!', '~') >= 0) return false;
        IsEmpty = false;
        string name = text[..colon].TrimEnd();
        _current = Wanted.Contains(name) ? new StringBuilder(text[(colon + 1)..].Trim()) : null;
        if (_current is not null) _values.TryAdd(name, _current);
        return true;
    }

    /// <summary>A header as it came, unfolded; empty when there is none.</summary>
    public string Raw(string name) => _values.TryGetValue(name, out StringBuilder? value) ? value.ToString() : "";

    /// <summary>A header for people to read: encoded words decoded, no control characters.</summary>
    public string Text(string name)
    {
        string decoded = EncodedWords.Decode(Raw(name));
        var clean = new StringBuilder(decoded.Length);
        foreach (Rune rune in decoded.EnumerateRunes())
        {
            if (clean.Length < MaxShown) clean.Append(Rune.IsControl(rune) ? new Rune(' ') : rune);
        }

        return clean.ToString().Trim();
    }

    /// <summary>The value of a header before its parameters, in lower case.</summary>
    public string Word(string name)
    {
        string raw = Raw(name);
        int end = raw.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? raw : raw[..end]).Trim().ToLowerInvariant();
    }

    /// <summary>A parameter of a header, without quotes; null when there is none.</summary>
    public string? Parameter(string header, string name)
    {
        ReadOnlySpan<char> rest = Raw(header);
        while (NextSemicolon(rest) is >= 0 and var at)
        {
            rest = rest[(at + 1)..];
            int end = NextSemicolon(rest);
            ReadOnlySpan<char> piece = end < 0 ? rest : rest[..end];
            int equals = piece.IndexOf('=');
            if (equals < 0 || !piece[..equals].Trim().Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            ReadOnlySpan<char> value = piece[(equals + 1)..].Trim();
            return value is ['"', .., '"'] ? value[1..^1].ToString().Replace("\\", "", StringComparison.Ordinal) : value.ToString();
        }

        return null;
    }

    private static int NextSemicolon(ReadOnlySpan<char> text)
    {
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') isQuoted = !isQuoted;
            else if (text[i] == '\\' && isQuoted) i++;
            else if (text[i] == ';' && !isQuoted) return i;
        }

        return -1;
    }
}
