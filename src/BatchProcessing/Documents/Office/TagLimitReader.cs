using System.Xml;

namespace BatchProcessing.Documents.Office;

/// <summary>
/// Refuses XML with a tag, comment, section or reference so long that a parser, which holds it whole, would fill the
/// memory. Each is followed to its real end (XML 1.0, productions 15 to 20, 40, 66): a '>' in a quoted value or a section
/// ends nothing. What is no sound XML need not be followed, for the parser stops there.
/// </summary>
internal sealed class TagLimitReader(TextReader inner) : TextReader
{
    private const int MaxCharacters = 4 << 20;

    private State _state;
    private long _held;
    private char _quote;
    private string _mark = "";
    private int _matched;
    private char _endMark;
    private int _endMarks;

    private enum State
    {
        Text,
        Reference,
        Opened,
        Declaration,
        Tag,
        Quoted,
        Section,
    }

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

    private void Look(ReadOnlySpan<char> rest)
    {
        while (!rest.IsEmpty)
        {
            bool isHeld = _state != State.Text;
            int taken = Take(rest);
            _held = isHeld ? _held + taken : 0;
            if (_held > MaxCharacters) throw new XmlException($"A tag or section has more than {MaxCharacters} characters.");
            rest = rest[taken..];
        }
    }

    // Returns how many characters belong to the state that was, at least one.
    private int Take(ReadOnlySpan<char> rest) => _state switch
    {
        State.Text => Until(rest, rest.IndexOfAny('<', '&'), c => c == '<' ? State.Opened : State.Reference),
        State.Reference => Until(rest, rest.IndexOf(';'), _ => State.Text),
        State.Tag => TakeTag(rest),
        State.Quoted => Until(rest, rest.IndexOf(_quote), _ => State.Tag),
        State.Section => TakeSection(rest),
        State.Opened => TakeOpened(rest[0]),
        _ => TakeDeclaration(rest[0]),
    };

    private int Until(ReadOnlySpan<char> rest, int at, Func<char, State> next)
    {
        if (at < 0) return rest.Length;
        _state = next(rest[at]);
        return at + 1;
    }

    private int TakeTag(ReadOnlySpan<char> rest)
    {
        int at = rest.IndexOfAny('>', '"', '\'');
        if (at < 0) return rest.Length;
        _quote = rest[at];
        _state = _quote == '>' ? State.Text : State.Quoted;
        return at + 1;
    }

    private int TakeOpened(char first)
    {
        _matched = 0;
        if (first == '?') BeginSection('?');
        else _state = first == '!' ? State.Declaration : State.Tag;
        return 1;
    }

    private int TakeDeclaration(char next)
    {
        if (_matched == 0) _mark = next == '-' ? "--" : "[CDATA[";
        if (next != _mark[_matched]) _state = State.Tag;
        else if (++_matched == _mark.Length) BeginSection(next == '-' ? '-' : ']');
        return 1;
    }

    private void BeginSection(char endMark)
    {
        _state = State.Section;
        _endMark = endMark;
        _endMarks = 0;
    }

    private int TakeSection(ReadOnlySpan<char> rest)
    {
        int needed = _endMark == '?' ? 1 : 2;
        for (int i = 0; i < rest.Length; i++)
        {
            if (rest[i] == _endMark)
            {
                _endMarks++;
                continue;
            }

            if (rest[i] == '>' && _endMarks >= needed)
            {
                _state = State.Text;
                return i + 1;
            }

            _endMarks = 0;
        }

        return rest.Length;
    }
}
