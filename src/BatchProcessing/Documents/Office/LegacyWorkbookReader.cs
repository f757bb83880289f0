using System.Data;
using System.Globalization;
using System.Text;
using BatchProcessing.Documents.Archives;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace BatchProcessing.Documents.Office;

/// <summary>
/// Reads the first visible sheet of an old workbook (BIFF, <c>xls</c>) as a table. ExcelDataReader does it; new workbooks
/// are not given to it, because it makes room for the farthest cell and row that a file claims, whatever its size.
/// </summary>
/// <param name="table">How the table names its columns.</param>
internal sealed class LegacyWorkbookReader(TableOptions table)
{
    private const int MaxRows = 65_536; // MS-XLS 2.5.247
    private const int MaxOpen = 2;

    // Of the whole process: what the library keeps of a workbook is bound for each, and so for all.
    private static readonly SemaphoreSlim Turns = new(MaxOpen);

    static LegacyWorkbookReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Reads a workbook to the end of its sheet.</summary>
    /// <exception cref="UnreadableFileException">It cannot be read, or no further.</exception>
    /// <exception cref="UploadRejectedException">The header cannot be used, or a limit of the upload is passed.</exception>
    public async Task ReadAsync(SpoolFile file, DocumentIntake intake, CancellationToken cancellationToken)
    {
        CompoundFile.CheckHeader(file);
        await Turns.WaitAsync(cancellationToken);
        try
        {
            await ReadOpenAsync(file, intake, cancellationToken);
        }
        finally
        {
            Turns.Release();
        }
    }

    private async Task ReadOpenAsync(SpoolFile file, DocumentIntake intake, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new ReadLimitStream(file.AsStream());
            using IExcelDataReader reader = ExcelReaderFactory.CreateBinaryReader(stream, new ExcelReaderConfiguration { LeaveOpen = true });
            stream.IsOpened = true;
            while (reader.VisibleState != "visible")
            {
                if (!reader.NextResult()) throw UnreadableFileException.Corrupt("The workbook has no visible sheet.");
            }

            await ReadSheetAsync(reader, intake, cancellationToken);
        }
        catch (InvalidPasswordException)
        {
            throw new UnreadableFileException(ErrorCode.Encrypted, "The workbook can only be opened with a password.");
        }
        catch (Exception e) when (IsOfTheFile(e))
        {
            throw UnreadableFileException.Corrupt("The workbook is damaged; no more of it could be read.");
        }
    }

    // The library meets a damaged file with whatever its code runs into.
    private static bool IsOfTheFile(Exception e) => e is ExcelReaderException or ArgumentException or InvalidOperationException
        or IndexOutOfRangeException or NullReferenceException or OverflowException or FormatException or InvalidCastException
        or KeyNotFoundException or NotSupportedException or NotImplementedException or InvalidDataException or EndOfStreamException
        or DataException or ArithmeticException or OutOfMemoryException;

    private async Task ReadSheetAsync(IExcelDataReader reader, DocumentIntake intake, CancellationToken cancellationToken)
    {
        int limit = intake.Options.MaxColumns;
        if (reader.FieldCount > limit)
            throw new UploadRejectedException("too-many-columns", $"The table has {reader.FieldCount} columns, more than {limit}.");
        // Rows that the file only claims would be given one by one, empty.
        if (reader.RowCount > MaxRows) throw UnreadableFileException.Corrupt($"The sheet says it has {reader.RowCount} rows; {MaxRows} are possible.");
        TableColumns? columns = null;
        TableRow? row = null;
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row is null)
            {
                string[] header = [.. Enumerable.Range(0, reader.FieldCount).Select(i => TextOf(reader.GetValue(i)))];
                int count = Array.FindLastIndex(header, h => h.Length > 0) + 1;
                if (count == 0) continue;
                columns = TableColumns.Find(header[..count], table, limit);
                row = new TableRow(columns, intake.Options.MaxTextBytes);
                continue;
            }

            row.Clear();
            for (int i = 0; i < columns!.Count; i++) row.CellOf(i)!.Append(TextOf(reader.GetValue(i)));
            if (row.AddTo(intake, reader.Depth + 1, isSound: true)) await intake.FlushAsync(cancellationToken);
        }
    }

    private static string TextOf(object? value) => value switch
    {
        null => "",
        string text => text,
        DateTime date => CellDate.Format(date),
        bool truth => truth ? "TRUE" : "FALSE",
        double number => OfficeText.OfNumber(number.ToString("R", CultureInfo.InvariantCulture), isDate: false, countsFrom1904: false),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
