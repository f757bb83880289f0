using System.Buffers;
using System.Text.Json;

namespace BatchProcessing.Documents;

/// <summary>
/// The content of a string as UTF-8, either plain or still escaped as it stood between the quotes of a JSON string,
/// so that text can pass from a JSON input to a JSON output without being unescaped and escaped again.
/// </summary>
public readonly ref struct JsonString
{
    private static readonly SearchValues<byte> MustEscape = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private JsonString(ReadOnlySpan<byte> utf8, bool isEscaped)
    {
        Utf8 = utf8;
        IsEscaped = isEscaped;
    }

    /// <summary>The bytes, without quotes.</summary>
    public ReadOnlySpan<byte> Utf8 { get; }

    /// <summary>Whether the bytes contain JSON escapes.</summary>
    public bool IsEscaped { get; }

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => Utf8.IsEmpty;

    /// <summary>Text without JSON escapes.</summary>
    public static JsonString Plain(ReadOnlySpan<byte> utf8) => new(utf8, isEscaped: false);

    /// <summary>The bytes between the quotes of a JSON string that a reader has already accepted.</summary>
    public static JsonString Token(ReadOnlySpan<byte> utf8) => new(utf8, utf8.Contains((byte)'\\'));

    /// <summary>The most bytes <see cref="WriteTo"/> writes.</summary>
    public int MaxEscapedLength => IsEscaped ? Utf8.Length : 6 * Utf8.Length;

    /// <summary>Writes the content escaped as it must stand between the quotes of a JSON string.</summary>
    /// <returns>The bytes written.</returns>
    public int WriteTo(Span<byte> destination)
    {
        if (IsEscaped || Utf8.IndexOfAny(MustEscape) < 0)
        {
            Utf8.CopyTo(destination);
            return Utf8.Length;
        }

        return Escape(Utf8, destination);
    }

    /// <summary>Writes the content without escapes; it is never longer than <see cref="Utf8"/>.</summary>
    /// <returns>The bytes written.</returns>
    /// <exception cref="InvalidOperationException">The escapes name half of a surrogate pair.</exception>
    public int Unescape(Span<byte> destination)
    {
        if (!IsEscaped)
        {
            Utf8.CopyTo(destination);
            return Utf8.Length;
        }

        return UnescapeToken(Utf8, destination);
    }

    private static int UnescapeToken(ReadOnlySpan<byte> escaped, Span<byte> destination)
    {
        byte[] quoted = ArrayPool<byte>.Shared.Rent(escaped.Length + 2);
        try
        {
            quoted[0] = (byte)'"';
            escaped.CopyTo(quoted.AsSpan(1));
            quoted[escaped.Length + 1] = (byte)'"';
            var reader = new Utf8JsonReader(quoted.AsSpan(0, escaped.Length + 2));
            reader.Read();
            return reader.CopyString(destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(quoted);
        }
    }

    private static int Escape(ReadOnlySpan<byte> utf8, Span<byte> destination)
    {
        int written = 0;
        while (true)
        {
            int plain = utf8.IndexOfAny(MustEscape);
            if (plain < 0) plain = utf8.Length;
            utf8[..plain].CopyTo(destination[written..]);
            written += plain;
            if (plain == utf8.Length) return written;
            written += EscapeByte(utf8[plain], destination[written..]);
            utf8 = utf8[(plain + 1)..];
        }
    }

    private static int EscapeByte(byte value, Span<byte> destination)
    {
        ReadOnlySpan<byte> shortForm = value switch
        {
            (byte)'"' => "\\\""u8,
            (byte)'\\' => "\\\\"u8,
            (byte)'\n' => "\\n"u8,
            (byte)'\r' => "\\r"u8,
            (byte)'\t' => "\\t"u8,
            _ => default,
        };
        if (!shortForm.IsEmpty)
        {
            shortForm.CopyTo(destination);
            return shortForm.Length;
        }

        "\\u00"u8.CopyTo(destination);
        const string Hex = "0123456789abcdef";
        destination[4] = (byte)Hex[value >> 4];
        destination[5] = (byte)Hex[value & 15];
        return 6;
    }
}
