using System.Text.Json;
using CsvHelper;

namespace BatchProcessing.Cli.Prediction;

/// <summary>Reads texts to label from lines, CSV or JSON Lines.</summary>
internal sealed class TextInput(string name, string textColumn, string idColumn)
{
    public static TextFormat ParseFormat(string? format, string? path) => (format ?? Path.GetExtension(path)?.TrimStart('.')) switch
    {
        "csv" => TextFormat.Csv,
        "jsonl" or "ndjson" => TextFormat.JsonLines,
        "lines" => TextFormat.Lines,
        _ when format is null => TextFormat.Lines,
        _ => throw new ArgumentException($"The format \"{format}\" is not csv, jsonl or lines."),
    };

    public IEnumerable<InputText> Read(Stream stream, TextFormat format) => format switch
    {
        TextFormat.Csv => ReadCsv(stream),
        TextFormat.JsonLines => ReadJsonLines(stream),
        _ => Lines(stream).Select(line => new InputText(null, line)),
    };

    private IEnumerable<InputText> ReadCsv(Stream stream)
    {
        using CsvReader csv = CsvReader.Create(stream, new CsvReaderOptions { Separator = ',', TrackLineNumbers = true });
        csv.ReadHeader();
        (int text, int id) = (csv.Headers.ToList().IndexOf(textColumn), csv.Headers.ToList().IndexOf(idColumn));
        if (text < 0)
            throw new InvalidDataException($"{name}, line 1: there is no column \"{textColumn}\"; the columns are: {string.Join(", ", csv.Headers)}.");
        while (csv.Read())
        {
            if (csv.FieldCount <= text)
                throw new InvalidDataException($"{name}, line {csv.LineNumber}: there is no field for the column \"{textColumn}\".");
            yield return new InputText(id >= 0 && id < csv.FieldCount ? csv.GetString(id) : null, csv.GetString(text));
        }
    }

    private IEnumerable<InputText> ReadJsonLines(Stream stream)
    {
        int number = 0;
        foreach (string line in Lines(stream))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                yield return ParseJson(line, number);
        }
    }

    private InputText ParseJson(string line, int number)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty(textColumn, out JsonElement text) || text.ValueKind != JsonValueKind.String)
                throw new InvalidDataException($"{name}, line {number}: there is no text in \"{textColumn}\".");
            return new InputText(json.RootElement.TryGetProperty(idColumn, out JsonElement id) ? id.ToString() : null, text.GetString()!);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{name}, line {number}: not a JSON object: {e.Message}", e);
        }
    }

    private static IEnumerable<string> Lines(Stream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
