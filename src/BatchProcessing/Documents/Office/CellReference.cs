namespace BatchProcessing.Documents.Office;

/// <summary>Places in a sheet, as <c>AB12</c>.</summary>
internal static class CellReference
{
    /// <summary>Columns a sheet can have: up to XFD.</summary>
    public const int MaxColumns = 16_384;

    /// <summary>Rows a sheet can have.</summary>
    public const int MaxRows = 1_048_576;

    /// <summary>The 0-based column of a place.</summary>
    /// <returns>-1 when it is no place, or beyond what a sheet can have.</returns>
    public static int ColumnOf(ReadOnlySpan<char> reference)
    {
        int column = 0;
        foreach (char c in reference)
        {
            if (!char.IsAsciiLetterUpper(c)) break;
            column = (column * 26) + (c - 'A') + 1;
            if (column > MaxColumns) return -1;
        }

        return column - 1;
    }
}
