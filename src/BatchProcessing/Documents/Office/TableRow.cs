namespace BatchProcessing.Documents.Office;

/// <summary>The cells of one row that make a document; used again for the next row.</summary>
/// <param name="columns">Where they stand.</param>
/// <param name="maxTextBytes">Bytes a text may have.</param>
internal sealed class TableRow(TableColumns columns, int maxTextBytes)
{
    private readonly CellText _id = new(maxTextBytes);
    private readonly CellText _text = new(maxTextBytes);
    private readonly CellText _source = new(DocumentIntake.MaxFieldBytes);
    private readonly CellText _timestamp = new(DocumentIntake.MaxFieldBytes);
    private readonly CellText _other = new(1);

    /// <summary>Begins a new row.</summary>
    public void Clear()
    {
        _id.Clear();
        _text.Clear();
        _source.Clear();
        _timestamp.Clear();
        _other.Clear();
    }

    /// <summary>Where the cell of a column goes; null for what stands beside the table.</summary>
    public CellText? CellOf(int column) =>
        column == columns.Text ? _text
        : column == columns.Id ? _id
        : column == columns.Source ? _source
        : column == columns.Timestamp ? _timestamp
        : column < columns.Count ? _other
        : null;

    /// <summary>Takes the row as a document, unless all of its cells are empty.</summary>
    /// <param name="intake">Takes it.</param>
    /// <param name="line">The number of the row.</param>
    /// <param name="isSound">Whether its cells are where cells can be.</param>
    /// <returns>As <see cref="DocumentIntake.Add"/>.</returns>
    public bool AddTo(DocumentIntake intake, int line, bool isSound)
    {
        if (!isSound) return intake.AddFailed(line, ErrorCode.Corrupt, "The row has a cell out of order, or beyond the last column of a sheet, XFD.");
        if (_id.IsEmpty && _text.IsEmpty && _source.IsEmpty && _timestamp.IsEmpty && _other.IsEmpty) return false;
        if (_id.IsTooLong || _text.IsTooLong)
            return intake.AddFailed(line, ErrorCode.TextTooLarge, $"A cell has more than {maxTextBytes} bytes.");
        return intake.Add(new DocumentRecord
        {
            Line = line,
            Id = JsonString.Plain(_id.Utf8),
            Text = JsonString.Plain(_text.Utf8),
            Source = JsonString.Plain(_source.Utf8),
            Timestamp = JsonString.Plain(_timestamp.Utf8),
        });
    }
}
