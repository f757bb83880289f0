using System.Globalization;
using System.Text.Json;
using CsvHelper;

namespace BatchProcessing.Chunks;

/// <summary>
/// Turns result lines into a table with a fixed header. Cells that a spreadsheet would run as a formula are escaped.
/// </summary>
public sealed class CsvResultWriter : IAsyncDisposable
{
    private static readonly string[] Head = ["ordinal", "id", "file", "line", "source", "timestamp", "status"];

    private readonly Stream _output;
    private readonly string[] _analyses;
    private readonly MemoryStream _buffer = new();
    private readonly CsvWriter _csv;

    /// <param name="output">Gets the table, as UTF-8.</param>
    /// <param name="analyses">The analyses, in the order of their columns.</param>
    /// <param name="hasHeader">Whether the table begins here; false where a table is gone on with.</param>
    public CsvResultWriter(Stream output, IEnumerable<string> analyses, bool hasHeader = true)
    {
        _output = output;
        _analyses = [.. analyses];
        _csv = CsvWriter.Create(_buffer, new CsvWriterOptions { Injection = CsvInjection.Escape, NewLine = "\r\n" }, leaveOpen: true);
        if (hasHeader) WriteHeader();
    }

    /// <summary>Writes the lines of one chunk.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        while (!lines.IsEmpty)
        {
            int end = lines.Span.IndexOf((byte)'\n');
            using JsonDocument line = JsonDocument.Parse(lines[..end]);
            WriteRow(line.RootElement);
            lines = lines[(end + 1)..];
        }

        await FlushAsync(cancellationToken);
    }

    /// <summary>Sends what is buffered.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        _csv.Flush();
        await _output.WriteAsync(_buffer.GetBuffer().AsMemory(0, (int)_buffer.Length), cancellationToken);
        _buffer.SetLength(0);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _csv.DisposeAsync();
        await _buffer.DisposeAsync();
    }

    private void WriteHeader()
    {
        foreach (string column in Head) _csv.WriteField(column);
        foreach (string analysis in _analyses)
        {
            _csv.WriteField(analysis);
            _csv.WriteField($"{analysis}_confidence");
        }

        _csv.WriteField("error_code");
        _csv.WriteField("error_message");
        _csv.EndRecord();
    }

    private void WriteRow(JsonElement line)
    {
        foreach (string column in Head) _csv.WriteField(Cell(line, column));
        foreach (string analysis in _analyses)
        {
            bool has = line.TryGetProperty(analysis, out JsonElement found);
            _csv.WriteField(has ? Cell(found, "label") : "");
            _csv.WriteField(has ? Cell(found, "confidence") : "");
        }

        bool failed = line.TryGetProperty("error", out JsonElement error);
        _csv.WriteField(failed ? Cell(error, "code") : "");
        _csv.WriteField(failed ? Cell(error, "message") : "");
        _csv.EndRecord();
    }

    private static string Cell(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null) return "";
        return value.ValueKind == JsonValueKind.String ? SpreadsheetCell.Escape(value.GetString() ?? "") : value.GetRawText().ToString(CultureInfo.InvariantCulture);
    }
}
