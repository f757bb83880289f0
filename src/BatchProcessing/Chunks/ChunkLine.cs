using System.Text;

namespace BatchProcessing.Chunks;

/// <summary>
/// One line of an input chunk, cut into its parts without parsing. That is safe because we wrote the line: inside a
/// JSON string every quote is escaped, so the bytes <c>,"text":"</c> occur nowhere but before the text.
/// </summary>
internal readonly ref struct ChunkLine
{
    private ChunkLine(ReadOnlySpan<byte> head, ReadOnlySpan<byte> text, ReadOnlySpan<byte> error)
    {
        Head = head;
        Text = text;
        Error = error;
    }

    /// <summary>What opens the line before the text, and opens the text.</summary>
    public static ReadOnlySpan<byte> TextProperty => ",\"text\":\""u8;

    /// <summary>What opens the line before the error, and opens the error object.</summary>
    public static ReadOnlySpan<byte> ErrorProperty => ",\"error\":{"u8;

    /// <summary>The line up to the text or error, without a closing brace: <c>{"ordinal":0,"id":"…"</c>.</summary>
    public ReadOnlySpan<byte> Head { get; }

    /// <summary>The content of the text's JSON string, still escaped; empty for a bad row.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>The members of the error object, without braces; empty for a sound document.</summary>
    public ReadOnlySpan<byte> Error { get; }

    /// <summary>The code among the members of an error object as we write it: the code comes first.</summary>
    public static string CodeOf(ReadOnlySpan<byte> error)
    {
        ReadOnlySpan<byte> code = error["\"code\":\"".Length..];
        return Encoding.UTF8.GetString(code[..code.IndexOf((byte)'"')]);
    }

    /// <summary>Cuts a line that ends in <c>}</c>, without its line feed.</summary>
    /// <exception cref="InvalidDataException">The line is not one of ours.</exception>
    public static ChunkLine Parse(ReadOnlySpan<byte> line)
    {
        int text = line.IndexOf(TextProperty);
        if (text >= 0 && line.EndsWith("\"}"u8))
            return new ChunkLine(line[..text], line[(text + TextProperty.Length)..^2], default);
        int error = line.IndexOf(ErrorProperty);
        if (error >= 0 && line.EndsWith("}}"u8))
            return new ChunkLine(line[..error], default, line[(error + ErrorProperty.Length)..^2]);
        throw new InvalidDataException("A line of an input chunk is damaged.");
    }
}
