using System.Text;

namespace BatchProcessing.Documents.Office;

/// <summary>
/// Reads the first visible sheet of a workbook (ECMA-376, SpreadsheetML) as a table: the first row that is not empty
/// names the columns, every further one is a document. One row is held at a time, and of it only the cells of a document.
/// </summary>
/// <param name="table">How the table names its columns.</param>
/// <param name="folder">Where shared texts are kept while the sheet is read.</param>
internal sealed class WorkbookReader(TableOptions table, string folder)
{
    /// <summary>Reads a workbook to the end of its sheet.</summary>
    /// <exception cref="UnreadableFileException">It cannot be read, or no further.</exception>
    /// <exception cref="UploadRejectedException">The header cannot be used, or a limit of the upload is passed.</exception>
    public async Task ReadAsync(OfficePackage package, DocumentIntake intake, CancellationToken cancellationToken)
    {
        int maxTextBytes = intake.Options.MaxTextBytes;
        using Workbook workbook = Workbook.Read(package, folder, intake.Options);
        using PartXml sheet = package.Read(workbook.SheetPart);
        var rows = new SheetRows(sheet, workbook, maxTextBytes);
        if (ReadHeader(rows, intake.Options) is not { } columns) return;
        var row = new TableRow(columns, maxTextBytes);
        Func<int, CellText?> take = row.CellOf;
        while (rows.NextRow())
        {
            row.Clear();
            bool isSound = rows.ReadCells(take);
            if (row.AddTo(intake, rows.Number, isSound)) await intake.FlushAsync(cancellationToken);
        }
    }

    private TableColumns? ReadHeader(SheetRows rows, UploadOptions limits)
    {
        var name = new CellText(limits.MaxTextBytes);
        while (rows.NextRow())
        {
            List<string> header = [];
            int last = -1;
            void Keep()
            {
                if (name.IsEmpty) return;
                if (last >= limits.MaxColumns)
                    throw new UploadRejectedException("too-many-columns", $"The table has a column {last + 1}, more than {limits.MaxColumns}.");
                while (header.Count < last) header.Add("");
                header.Add(name.ToString());
            }

            bool isSound = rows.ReadCells(column =>
            {
                Keep();
                name.Clear();
                last = column;
                return name;
            });
            Keep();
            name.Clear();
            if (!isSound) throw new UploadRejectedException("too-many-columns", $"The header has a cell beyond the last column of a sheet, XFD; {limits.MaxColumns} columns are allowed.");
            if (header.Count > 0) return TableColumns.Find([.. header], table, limits.MaxColumns);
        }

        return null;
    }
}
