using System.Buffers;

namespace BatchProcessing.Documents;

/// <summary>Where in a row of a table (RFC 4180) its bytes are, and which of them are kept.</summary>
/// <param name="separator">What stands between fields.</param>
/// <param name="maxFields">Fields a row may have.</param>
internal sealed class RowWidth(byte separator, int maxFields)
{
    private readonly SearchValues<byte> _ends = SearchValues.Create([separator, (byte)'\n', (byte)'\r']);
    private Place _place;
    private int _separators;
    private bool _isDropping;
    private bool _isAfterReturn;

    private enum Place
    {
        FieldStart,
        Plain,
        Quoted,
        AfterQuote,
    }

    /// <summary>Takes the next bytes of the table.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="kept">Where those go that are kept; null when all of them have gone already.</param>
    public void Pass(ReadOnlySpan<byte> bytes, IBufferWriter<byte>? kept)
    {
        int from = 0;
        for (int at = 0; at < bytes.Length;)
        {
            if (_place == Place.Quoted) at = PassQuoted(bytes, at, kept);
            else if (_place != Place.Plain) at = PassOne(bytes[at], at);
            else at = PassPlain(bytes, at, ref from, kept);
        }

        if (!_isDropping) kept?.Write(bytes[from..]);
    }

    /// <summary>Ends the table.</summary>
    public void End(IBufferWriter<byte> kept)
    {
        // A quote that the table never closes stays open.
        if (_isDropping && _place != Place.Quoted) kept.Write("\""u8);
        _isDropping = false;
    }

    private int PassOne(byte value, int at)
    {
        bool isQuote = value == (byte)'"';
        _place = isQuote ? Place.Quoted : Place.Plain;
        return isQuote ? at + 1 : at;
    }

    private int PassQuoted(ReadOnlySpan<byte> bytes, int at, IBufferWriter<byte>? kept)
    {
        int length = bytes[at..].IndexOf((byte)'"');
        ReadOnlySpan<byte> quoted = length < 0 ? bytes[at..] : bytes.Slice(at, length);
        if (_isDropping) KeepLineEnds(quoted, kept!);
        _isAfterReturn = length < 0 && quoted[^1] == (byte)'\r';
        if (length < 0) return bytes.Length;
        _place = Place.AfterQuote;
        return at + length + 1;
    }

    private void KeepLineEnds(ReadOnlySpan<byte> quoted, IBufferWriter<byte> kept)
    {
        for (int at = 0; quoted[at..].IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var next; at++)
        {
            at += next;
            bool isAfterReturn = at == 0 ? _isAfterReturn : quoted[at - 1] == (byte)'\r';
            // Two line ends must not become one because what stood between them is gone.
            if (quoted[at] == (byte)'\n' && !isAfterReturn) kept.Write(" "u8);
            kept.Write(quoted.Slice(at, 1));
        }
    }

    private int PassPlain(ReadOnlySpan<byte> bytes, int at, ref int from, IBufferWriter<byte>? kept)
    {
        int length = bytes[at..].IndexOfAny(_ends);
        if (length < 0) return bytes.Length;
        int end = at + length;
        _place = Place.FieldStart;
        if (bytes[end] != separator)
        {
            if (_isDropping)
            {
                kept!.Write("\""u8);
                from = end;
            }

            _isDropping = false;
            _separators = 0;
            return end + 1;
        }

        if (++_separators <= maxFields || _isDropping || kept is null) return end + 1;
        kept.Write(bytes[from..(end + 1)]);
        kept.Write("\""u8);
        _isDropping = true;
        return end + 1;
    }
}
