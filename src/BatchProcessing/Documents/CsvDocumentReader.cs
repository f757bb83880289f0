using System.Text;
using CsvHelper;

namespace BatchProcessing.Documents;

/// <summary>Reads RFC 4180 tables by the names in their header; every row is a document.</summary>
/// <param name="table">The names of the columns and the separator.</param>
public sealed class CsvDocumentReader(TableOptions table)
{
    private const int FrameBytes = 64 << 10;

    // A text over its limit fails alone while its row stays below this; only beyond it is the table given up.
    private const int LeastRecordLimit = 16 << 20;

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
        await using CsvReader reader = CsvReader.Create(stream, options, leaveOpen: true);
        if (await ReadHeaderAsync(reader, intake, cancellationToken) is not { } columns) return;
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
                "A quoted field that starts here or on the line after is not closed within 16 MiB; the rest of the table was not read.");
        }
    }

    private async Task<Columns?> ReadHeaderAsync(CsvReader reader, DocumentIntake intake, CancellationToken cancellationToken)
    {
        try
        {
            await reader.ReadHeaderAsync(cancellationToken);
        }
        catch (CsvFormatException e)
        {
            throw new UploadRejectedException("missing-column", $"The header of the table cannot be read: {e.Message}");
        }

        return reader.Headers.Count == 0 ? null : Columns.Find([.. reader.Headers], table, intake.Options.MaxColumns);
    }

    private static bool Take(CsvReader reader, Columns columns, bool unterminated, DocumentIntake intake)
    {
        if (unterminated)
            return intake.AddFailed(reader.LineNumber, ErrorCode.UnterminatedQuote, "A quoted field is never closed.");
        if (reader.FieldCount != columns.Count)
        {
            return intake.AddFailed(reader.LineNumber, ErrorCode.ColumnCount,
                $"The row has {reader.FieldCount} fields, the header has {columns.Count}.");
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

    /// <summary>Where the columns of a document stand in a table; -1 when it has no such column.</summary>
    private sealed record Columns(int Count, int Id, int Text, int Source, int Timestamp)
    {
        public static Columns Find(string[] header, TableOptions table, int maxColumns)
        {
            if (header.Length > maxColumns)
                throw new UploadRejectedException("too-many-columns", $"The table has {header.Length} columns, more than {maxColumns}.");
            int text = IndexOf(header, table.TextColumn);
            if (text < 0) throw Missing("textColumn", table.TextColumn, header);
            int id = IndexOf(header, table.IdColumn);
            if (id < 0 && table.IdColumn != "id") throw Missing("idColumn", table.IdColumn, header);
            return new Columns(header.Length, id, text, IndexOf(header, "source"), IndexOf(header, "timestamp"));
        }

        private static int IndexOf(string[] header, string name)
        {
            int[] found = [.. Enumerable.Range(0, header.Length)
                .Where(i => header[i].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))];
            if (found.Length > 1)
                throw new UploadRejectedException("duplicate-header", $"The header names the column '{name}' {found.Length} times.");
            return found.Length == 1 ? found[0] : -1;
        }

        private static UploadRejectedException Missing(string option, string column, string[] header)
        {
            var names = new StringBuilder();
            names.AppendJoin(", ", header.Take(20).Select(h => h.Length > 40 ? h[..40] + "…" : h));
            return new UploadRejectedException("missing-column",
                $"The header has no column '{column}' ({option}); its columns are: {names}.");
        }
    }
}
