using System.Globalization;

namespace BatchProcessing.Documents.Office;

/// <summary>Reads the rows of a sheet one after the other; of each only the cells that are asked for.</summary>
/// <param name="xml">The sheet's part.</param>
/// <param name="workbook">The workbook it is of.</param>
/// <param name="maxTextBytes">Bytes a text may have.</param>
internal sealed class SheetRows(PartXml xml, Workbook workbook, int maxTextBytes)
{
    private readonly CellText _raw = new(maxTextBytes);

    /// <summary>The 1-based number of the current row.</summary>
    public int Number { get; private set; }

    /// <summary>Goes on to the next row that the sheet holds.</summary>
    /// <exception cref="UnreadableFileException">Rows are not in order, or beyond what a sheet can have.</exception>
    public bool NextRow()
    {
        while (xml.Read())
        {
            if (!xml.IsElement("row")) continue;
            int number = Number + 1;
            string? given = xml.Attribute("r");
            if (given is not null && !int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out number)) number = -1;
            if (number <= Number || number > CellReference.MaxRows)
                throw UnreadableFileException.Corrupt($"After row {Number} comes a row that says it is '{MessageText.Shorten(given ?? "")}'; the rest of the sheet was not read.");
            Number = number;
            return true;
        }

        return false;
    }

    /// <summary>Reads the cells of the current row in order.</summary>
    /// <param name="take">Called with each cell's column; gives where to put its text, or null to leave it out.</param>
    /// <returns>Whether all cells are where a sheet can have cells.</returns>
    public bool ReadCells(Func<int, CellText?> take)
    {
        bool isSound = true;
        if (xml.IsEmptyElement) return true;
        int depth = xml.Depth;
        int column = -1;
        while (xml.Read() && xml.Depth > depth)
        {
            if (!xml.IsElement("c")) continue;
            int next = xml.Attribute("r") is { } reference ? CellReference.ColumnOf(reference) : column + 1;
            if (next <= column || next >= CellReference.MaxColumns)
            {
                isSound = false;
                continue;
            }

            column = next;
            ReadCell(take(column));
        }

        return isSound;
    }

    private void ReadCell(CellText? text)
    {
        if (text is null || xml.IsEmptyElement) return;
        string type = xml.Attribute("t") ?? "n";
        string? style = xml.Attribute("s");
        int depth = xml.Depth;
        bool isValue = false;
        _raw.Clear();
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.IsElement("is")) RichText.Read(xml, text);
            else if (xml.IsElement("v")) isValue = !xml.IsEmptyElement;
            else if (xml.IsEnd("v")) isValue = false;
            else if (isValue && xml.IsText) xml.AppendTo(_raw);
        }

        if (!_raw.IsEmpty) Convert(type, style, text);
    }

    private void Convert(string type, string? style, CellText text)
    {
        switch (type)
        {
            case "s":
                string number = _raw.ToString();
                if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int index) || !workbook.Strings.AppendTo(text, index))
                    throw UnreadableFileException.Corrupt($"Row {Number} refers to the shared text {MessageText.Shorten(number)}, which is not there; the rest of the sheet was not read.");
                break;
            case "b":
                text.Append(_raw.Utf8 is [(byte)'1'] ? "TRUE" : "FALSE");
                break;
            case "n":
                text.Append(OfficeText.OfNumber(_raw.ToString(), workbook.Formats.IsDate(style), workbook.CountsFrom1904));
                break;
            default:
                _raw.ResolveEscapes();
                text.Append(_raw.Utf8);
                break;
        }
    }
}
