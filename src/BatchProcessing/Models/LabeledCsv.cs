using System.Text.Unicode;
using BatchProcessing.Documents;
using BatchProcessing.TextModels.Training;
using CsvHelper;

namespace BatchProcessing.Models;

/// <summary>Reads labelled texts from a CSV file: RFC 4180, UTF-8, with a header.</summary>
public static class LabeledCsv
{
    /// <summary>Bytes of UTF-8 of one label: every result line may name every label.</summary>
    public const int MaxLabelBytes = 200;

    private const int ShownColumns = 20;
    private const int MaxColumns = 16_384; // as many as a workbook has

    private static readonly CsvReaderOptions Options = new()
    {
        MalformedData = CsvMalformedDataHandling.Throw,
        TrackLineNumbers = true,
    };

    /// <summary>Reads a file row by row.</summary>
    /// <param name="stream">The file; it is closed at the end.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="textColumn">The column of the texts.</param>
    /// <param name="labelColumn">The column of the labels.</param>
    /// <exception cref="InvalidDataException">The file cannot be read as such; the message gives name, line and what is wrong.</exception>
    public static IEnumerable<LabeledText> Read(Stream stream, string name, string textColumn, string labelColumn)
    {
        using Stream closed = stream;
        using var rows = new RowWidthStream(stream, MaxColumns);
        using CsvReader csv = CsvReader.Create(rows, Options);
        Advance(() => { csv.ReadHeader(); return true; }, name);
        rows.Begin(csv.Separator);
        int text = IndexOf(csv.Headers, textColumn, name);
        int label = IndexOf(csv.Headers, labelColumn, name);
        while (Advance(csv.Read, name)) yield return Row(csv, text, label, labelColumn, name);
    }

    private static LabeledText Row(CsvReader csv, int text, int label, string labelColumn, string name)
    {
        if (csv.FieldCount != csv.Headers.Count)
            throw new InvalidDataException($"{name}, line {csv.LineNumber}: {csv.FieldCount} column(s) where the header has {csv.Headers.Count}.");
        if (csv.IsEmpty(label)) throw new InvalidDataException($"{name}, line {csv.LineNumber}: the label is empty.");
        if (!Utf8.IsValid(csv.GetSpan(text)) || !Utf8.IsValid(csv.GetSpan(label)))
            throw new InvalidDataException($"{name}, line {csv.LineNumber}: the text is not UTF-8.");
        CheckLabels(csv.GetSpan(label), labelColumn, $"{name}, line {csv.LineNumber}");
        return new LabeledText(csv.GetString(text), csv.GetString(label));
    }

    private static void CheckLabels(ReadOnlySpan<byte> labels, string column, string place)
    {
        foreach (Range part in labels.Split((byte)'|'))
        {
            int length = labels[part].Length;
            if (length > MaxLabelBytes)
                throw new InvalidDataException($"{place}: column \"{MessageText.Shorten(column)}\" has a label of {length} bytes; a label has at most {MaxLabelBytes}.");
        }
    }

    private static bool Advance(Func<bool> read, string name)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException($"{name}, line {e.LineNumber}: {e.Message}", e);
        }
        catch (UploadRejectedException e)
        {
            throw new InvalidDataException($"{name}, line 1: {e.Message}", e);
        }
    }

    private static int IndexOf(IReadOnlyList<string> header, string column, string name)
    {
        for (int i = 0; i < header.Count; i++)
        {
            if (header[i] == column) return i;
        }

        throw new InvalidDataException($"{name}, line 1: there is no column \"{column}\"; the columns are: {string.Join(", ", header.Take(ShownColumns).Select(MessageText.Shorten))}.");
    }
}
