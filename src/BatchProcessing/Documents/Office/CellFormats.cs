using System.Globalization;

namespace BatchProcessing.Documents.Office;

/// <summary>Tells which cells of a workbook are dates: that is a matter of their number format alone (ECMA-376 part 1, 18.8.30).</summary>
internal sealed class CellFormats
{
    private const int MaxFormats = 100_000;

    private readonly List<bool> _isDate = [];

    /// <summary>Reads the part of the styles; null when the workbook has none.</summary>
    public static CellFormats Read(PartXml? xml)
    {
        var formats = new CellFormats();
        if (xml is null) return formats;
        Dictionary<int, bool> own = [];
        bool isOfCells = false;
        while (xml.Read() && formats._isDate.Count < MaxFormats && own.Count < MaxFormats)
        {
            if (xml.IsElement("numFmt")) own[Number(xml, "numFmtId")] = IsDatePattern(xml.Attribute("formatCode") ?? "");
            else if (xml.IsElement("cellXfs")) isOfCells = true;
            else if (xml.IsEnd("cellXfs")) isOfCells = false;
            else if (isOfCells && xml.IsElement("xf")) formats._isDate.Add(IsDate(Number(xml, "numFmtId"), own));
        }

        return formats;
    }

    /// <summary>Whether a cell with this style shows a date.</summary>
    /// <param name="style">The cell's attribute <c>s</c>.</param>
    public bool IsDate(string? style) =>
        int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < _isDate.Count && _isDate[index];

    /// <summary>Whether a pattern has day, month, year or time outside of quotes and brackets.</summary>
    internal static bool IsDatePattern(string pattern)
    {
        char closing = '\0';
        for (int i = 0; i < pattern.Length && pattern[i] != ';'; i++)
        {
            char c = pattern[i];
            if (closing != '\0') closing = c == closing ? '\0' : closing;
            else if (c is '"') closing = '"';
            else if (c is '[') closing = ']';
            else if (c is '\\' or '_' or '*') i++;
            else if (c is 'y' or 'Y' or 'd' or 'D' or 'm' or 'M' or 'h' or 'H' or 's' or 'S') return true;
        }

        return false;
    }

    // 14 to 22 and 45 to 47 are the dates and times among the formats that need no pattern.
    private static bool IsDate(int format, Dictionary<int, bool> own) =>
        own.TryGetValue(format, out bool isDate) ? isDate : format is (>= 14 and <= 22) or (>= 45 and <= 47);

    private static int Number(PartXml xml, string attribute) =>
        int.TryParse(xml.Attribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
}
