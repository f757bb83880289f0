namespace BatchProcessing.Chunks;

/// <summary>Cells that a spreadsheet would run as a formula.</summary>
public static class SpreadsheetCell
{
    /// <summary>
    /// Prefixes a cell with an apostrophe that begins with a line feed, which is passed over before a formula, or with the
    /// full-width form of a sign that begins one. What else does so is escaped by the writer of the table.
    /// </summary>
    public static string Escape(string cell) => cell is ['\n' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20', ..] ? $"'{cell}" : cell;
}
