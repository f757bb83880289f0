using System.Text;
using System.Xml;

namespace BatchProcessing.Documents.Office;

/// <summary>
/// Reads one part of an Office document as XML from start to end, within bounds of its own: no DTD, no entities, no deep
/// nesting, no tag or name that fills the memory. Parts are UTF-8, whatever they say of themselves.
/// </summary>
internal sealed class PartXml : IDisposable
{
    private const int MaxDepth = 256;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _part;
    private readonly XmlReader _reader;

    public PartXml(string part, Stream content)
    {
        _part = part;
        var text = new TagLimitReader(new StreamReader(content, Utf8, detectEncodingFromByteOrderMarks: true));
        _reader = XmlReader.Create(text, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            NameTable = new LimitedNameTable(),
            CloseInput = true,
        });
    }

    /// <summary>How deep the current node is nested.</summary>
    public int Depth => _reader.Depth;

    /// <summary>The current element's name without its prefix.</summary>
    public string Name => _reader.LocalName;

    /// <summary>Whether the current element has no content and no end.</summary>
    public bool IsEmptyElement => _reader.IsEmptyElement;

    /// <summary>Whether the current node is text.</summary>
    public bool IsText => _reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace;

    /// <summary>Goes on to the next node.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="XmlException">The part is no sound XML.</exception>
    public bool Read()
    {
        if (!_reader.Read()) return false;
        return _reader.Depth <= MaxDepth
            ? true
            : throw UnreadableFileException.Corrupt($"The part '{MessageText.Shorten(_part)}' is nested more than {MaxDepth} elements deep.");
    }

    /// <summary>Whether the current node is the start of an element.</summary>
    public bool IsElement(string name) => _reader.NodeType == XmlNodeType.Element && _reader.LocalName == name;

    /// <summary>Whether the current node is the end of an element.</summary>
    public bool IsEnd(string name) => _reader.NodeType == XmlNodeType.EndElement && _reader.LocalName == name;

    /// <summary>An attribute of the current element, found without its prefix; null when there is none.</summary>
    public string? Attribute(string name) => _reader.GetAttribute(name);

    /// <summary>The id by which the current element refers to another part, whatever dialect it is written in.</summary>
    public string? RelationshipId()
    {
        string? id = null;
        while (_reader.MoveToNextAttribute())
        {
            if (_reader.LocalName == "id" && _reader.Prefix.Length > 0) id = _reader.Value;
        }

        _reader.MoveToElement();
        return id;
    }

    /// <summary>Appends the current text to a value piece by piece, so that a huge one is never held.</summary>
    public void AppendTo(CellText value)
    {
        char[] piece = value.Piece;
        while (_reader.ReadValueChunk(piece, 0, piece.Length) is > 0 and var count) value.Append(piece.AsSpan(0, count));
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();
}
