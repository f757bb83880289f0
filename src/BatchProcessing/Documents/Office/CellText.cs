using System.Globalization;
using System.Text;

namespace BatchProcessing.Documents.Office;

/// <summary>
/// A text that is put together piece by piece as UTF-8, in one buffer that is used again. Of a text over the limit only
/// its beginning is kept, one byte more than a document may have, so that its length tells.
/// </summary>
/// <param name="limit">Bytes a text may have.</param>
internal sealed class CellText(int limit)
{
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>Room for a piece that is read and then appended.</summary>
    public char[] Piece { get; } = new char[4096];

    /// <summary>The text so far.</summary>
    public ReadOnlySpan<byte> Utf8 => _bytes.AsSpan(0, _length);

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>Whether more than the limit was appended.</summary>
    public bool IsTooLong => _length > limit;

    /// <summary>Begins a new text.</summary>
    public void Clear()
    {
        _length = 0;
        _encoder.Reset();
    }

    /// <summary>Appends characters.</summary>
    public void Append(ReadOnlySpan<char> characters)
    {
        if (IsTooLong) return;
        Reserve(Encoding.UTF8.GetMaxByteCount(characters.Length));
        _length += _encoder.GetBytes(characters, _bytes.AsSpan(_length), flush: false);
        _length = Math.Min(_length, limit + 1);
    }

    /// <summary>Appends UTF-8.</summary>
    public void Append(ReadOnlySpan<byte> utf8)
    {
        utf8 = utf8[..Math.Min(utf8.Length, limit + 1 - _length)];
        Reserve(utf8.Length);
        utf8.CopyTo(_bytes.AsSpan(_length));
        _length += utf8.Length;
    }

    /// <summary>Resolves <c>_x000D_</c>, by which workbooks write characters that XML cannot hold (ECMA-376 part 1, 22.4.2.4).</summary>
    public void ResolveEscapes()
    {
        if (IsTooLong || Utf8.IndexOf("_x"u8) < 0) return;
        string text = Encoding.UTF8.GetString(Utf8);
        var resolved = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '_' && i + 6 < text.Length && text[i + 1] == 'x' && text[i + 6] == '_'
                && ushort.TryParse(text.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code)
                && !char.IsSurrogate((char)code))
            {
                resolved.Append((char)code);
                i += 6;
                continue;
            }

            resolved.Append(text[i]);
        }

        _length = 0;
        Append(resolved.ToString());
    }

    /// <summary>The text as a string.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8);

    private void Reserve(int bytes)
    {
        if (_bytes.Length - _length < bytes) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes));
    }
}
