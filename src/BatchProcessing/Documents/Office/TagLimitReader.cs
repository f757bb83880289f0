using System.Xml;

namespace BatchProcessing.Documents.Office;

/// <summary>Refuses XML with a tag, comment or section so long that a parser, which holds it whole, would fill the memory.</summary>
internal sealed class TagLimitReader(TextReader inner) : TextReader
{
    private const int MaxCharacters = 4 << 20;

    private long _sinceOpened = -1;

    public override int Read(char[] buffer, int index, int count)
    {
        int read = inner.Read(buffer, index, count);
        Look(buffer.AsSpan(index, read));
        return read;
    }

    public override int Read() => throw new NotSupportedException("XML is read in blocks.");

    public override int Peek() => throw new NotSupportedException("XML is read in blocks.");

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private void Look(ReadOnlySpan<char> block)
    {
        int closed = block.LastIndexOf('>');
        if (closed >= 0) _sinceOpened = -1;
        ReadOnlySpan<char> rest = block[(closed + 1)..];
        if (_sinceOpened < 0)
        {
            int opened = rest.IndexOf('<');
            if (opened < 0) return;
            rest = rest[opened..];
            _sinceOpened = 0;
        }

        _sinceOpened += rest.Length;
        if (_sinceOpened > MaxCharacters) throw new XmlException($"A tag or section has more than {MaxCharacters} characters.");
    }
}
