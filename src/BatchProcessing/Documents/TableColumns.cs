using System.Text;

namespace BatchProcessing.Documents;

/// <summary>Where the columns of a document stand in a table; -1 when it has no such column.</summary>
internal sealed record TableColumns(int Count, int Id, int Text, int Source, int Timestamp)
{
    /// <summary>Finds the columns by the names of a header.</summary>
    /// <exception cref="UploadRejectedException">One is missing or there twice, or there are too many.</exception>
    public static TableColumns Find(string[] header, TableOptions table, int maxColumns)
    {
        if (header.Length > maxColumns)
            throw new UploadRejectedException("too-many-columns", $"The table has {header.Length} columns, more than {maxColumns}.");
        int text = IndexOf(header, table.TextColumn);
        if (text < 0) throw Missing("textColumn", table.TextColumn, header);
        int id = IndexOf(header, table.IdColumn);
        if (id < 0 && table.IdColumn != "id") throw Missing("idColumn", table.IdColumn, header);
        return new TableColumns(header.Length, id, text, IndexOf(header, "source"), IndexOf(header, "timestamp"));
    }

    private static int IndexOf(string[] header, string name)
    {
        int[] found = [.. Enumerable.Range(0, header.Length)
            .Where(i => header[i].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (found.Length > 1)
            throw new UploadRejectedException("duplicate-header", $"The header names the column '{MessageText.Shorten(name)}' {found.Length} times.");
        return found.Length == 1 ? found[0] : -1;
    }

    private static UploadRejectedException Missing(string option, string column, string[] header)
    {
        var names = new StringBuilder();
        names.AppendJoin(", ", header.Take(20).Select(MessageText.Shorten));
        return new UploadRejectedException("missing-column",
            $"The header has no column '{MessageText.Shorten(column)}' ({option}); its columns are: {names}.");
    }
}
