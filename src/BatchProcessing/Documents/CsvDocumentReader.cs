using CsvHelper;

namespace BatchProcessing.Documents;

/// <summary>Reads RFC 4180 tables by the names in their header; every row is a document.</summary>
/// <param name="table">The names of the columns and the separator.</param>
public sealed class CsvDocumentReader(TableOptions table)
{
    private const int FrameBytes = 64 << 10;

    // A text over its limit fails alone while its row stays below this; only beyond it is the table given up.
    private const int LeastRecordLimit = 8 << 20;

    /// <summary>Reads a table to its end. Empty lines are no documents.</summary>
    /// <exception cref="UploadRejectedException">The header cannot be used, or a limit of the upload is passed.</exception>
    public async Task ReadAsync(Stream stream, DocumentIntake intake, CancellationToken cancellationToken)
    {
        bool unterminated = false;
        var options = new CsvReaderOptions
        {
            Separator = table.Delimiter,
            TrackLineNumbers = true,
            BufferSize = 256 << 10,
            // A doubled quote takes two bytes; the frame leaves room for the other columns.
            MaxRecordSize = (int)Math.Clamp((2L * intake.Options.MaxTextBytes) + FrameBytes, LeastRecordLimit, 1 << 30),
            OnMalformedRecord = bad => unterminated |= bad.Reason == CsvMalformedReason.UnterminatedQuote,
        };
        await using var rows = new RowWidthStream(stream, intake.Options.MaxColumns);
        await using CsvReader reader = CsvReader.Create(rows, options, leaveOpen: true);
        if (await ReadHeaderAsync(reader, intake, cancellationToken) is not { } columns) return;
        rows.Begin(reader.Separator);
        try
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                if (Take(reader, columns, unterminated, intake)) await intake.FlushAsync(cancellationToken);
            }
        }
        catch (CsvFormatException)
        {
            // The record outgrew its limit: its quote is never closed, so where it ends cannot be known.
            intake.AddFailed(reader.LineNumber, ErrorCode.UnterminatedQuote,
                $"A quoted field that starts here or on the line after is not closed within {options.MaxRecordSize} bytes; the rest of the table was not read.");
        }
    }

    private async Task<TableColumns?> ReadHeaderAsync(CsvReader reader, DocumentIntake intake, CancellationToken cancellationToken)
    {
        try
        {
            await reader.ReadHeaderAsync(cancellationToken);
        }
        catch (CsvFormatException e)
        {
            throw new UploadRejectedException("missing-column", $"The header of the table cannot be read: {e.Message}");
        }

        return reader.Headers.Count == 0 ? null : TableColumns.Find([.. reader.Headers], table, intake.Options.MaxColumns);
    }

    private static bool Take(CsvReader reader, TableColumns columns, bool unterminated, DocumentIntake intake)
    {
        if (unterminated)
            return intake.AddFailed(reader.LineNumber, ErrorCode.UnterminatedQuote, "A quoted field is never closed.");
        if (reader.FieldCount != columns.Count)
        {
            int limit = intake.Options.MaxColumns;
            string count = reader.FieldCount > limit ? $"more than {limit}" : $"{reader.FieldCount}";
            return intake.AddFailed(reader.LineNumber, ErrorCode.ColumnCount, $"The row has {count} fields, the header has {columns.Count}.");
        }

        return intake.Add(new DocumentRecord
        {
            Line = reader.LineNumber,
            Id = Field(reader, columns.Id),
            Text = Field(reader, columns.Text),
            Source = Field(reader, columns.Source),
            Timestamp = Field(reader, columns.Timestamp),
        });
    }

    private static JsonString Field(CsvReader reader, int index) =>
        index < 0 ? default : JsonString.Plain(reader.GetSpan(index));
}
