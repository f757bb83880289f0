using System.IO.Compression;
using System.Text.Unicode;
using BatchProcessing.TextModels.Training;
using CsvHelper;

namespace BatchProcessing.Cli.Training;

/// <summary>Reads labelled texts from a CSV file (RFC 4180, UTF-8, header), gzip-compressed when its name ends in <c>.gz</c>.</summary>
public static class LabeledCsvFile
{
    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        MalformedData = CsvMalformedDataHandling.Throw,
        TrackLineNumbers = true,
    };

    /// <summary>Reads a file row by row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="textColumn">Name of the column with the texts.</param>
    /// <param name="labelColumn">Name of the column with the labels.</param>
    /// <exception cref="InvalidDataException">The file cannot be read as such; the message gives file, line and what is wrong.</exception>
    public static IEnumerable<LabeledText> Read(string path, string textColumn = "text", string labelColumn = "label")
    {
        using CsvReader csv = CsvReader.Create(Open(path), Options);
        Advance(() => { csv.ReadHeader(); return true; }, path);
        int text = IndexOf(csv.Headers, textColumn, path);
        int label = IndexOf(csv.Headers, labelColumn, path);
        while (Advance(csv.Read, path))
        {
            if (csv.FieldCount != csv.Headers.Count)
                throw new InvalidDataException($"{path}, line {csv.LineNumber}: {csv.FieldCount} column(s) where the header has {csv.Headers.Count}.");
            if (csv.IsEmpty(label))
                throw new InvalidDataException($"{path}, line {csv.LineNumber}: the label is empty.");
            if (!Utf8.IsValid(csv.GetSpan(text)) || !Utf8.IsValid(csv.GetSpan(label)))
                throw new InvalidDataException($"{path}, line {csv.LineNumber}: the text is not UTF-8.");
            yield return new LabeledText(csv.GetString(text), csv.GetString(label));
        }
    }

    private static Stream Open(string path)
    {
        if (!File.Exists(path))
            throw new InvalidDataException($"{path}: there is no such file.");
        Stream stream = File.OpenRead(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }

    private static bool Advance(Func<bool> read, string path)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException($"{path}, line {e.LineNumber}: {e.Message}", e);
        }
    }

    private static int IndexOf(IReadOnlyList<string> header, string column, string path)
    {
        for (int i = 0; i < header.Count; i++)
            if (header[i] == column)
                return i;
        throw new InvalidDataException($"{path}, line 1: there is no column \"{column}\"; the columns are: {string.Join(", ", header)}.");
    }
}
