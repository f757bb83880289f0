using System.Text.Unicode;
using BatchProcessing.TextModels.Training;
using CsvHelper;

namespace BatchProcessing.Models;

/// <summary>Reads labelled texts from a CSV file: RFC 4180, UTF-8, with a header.</summary>
public static class LabeledCsv
{
    /// <summary>Reads a file to its end.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="textColumn">The column of the texts.</param>
    /// <param name="labelColumn">The column of the labels.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="TrainingDataException">The file cannot be read as such; the message gives name, line and what is wrong.</exception>
    public static async Task<List<LabeledText>> ReadAsync(
        Stream stream, string name, string textColumn, string labelColumn, CancellationToken cancellationToken)
    {
        var options = new CsvReaderOptions { MalformedData = CsvMalformedDataHandling.Throw, TrackLineNumbers = true };
        await using CsvReader csv = CsvReader.Create(stream, options);
        List<LabeledText> rows = [];
        try
        {
            await csv.ReadHeaderAsync(cancellationToken);
            int text = IndexOf(csv, textColumn, name);
            int label = IndexOf(csv, labelColumn, name);
            while (await csv.ReadAsync(cancellationToken)) rows.Add(Row(csv, text, label, name));
        }
        catch (CsvFormatException e)
        {
            throw new TrainingDataException($"{name}, line {e.LineNumber}: {e.Message}", e);
        }

        return rows;
    }

    private static LabeledText Row(CsvReader csv, int text, int label, string name)
    {
        if (csv.FieldCount != csv.Headers.Count)
            throw Fault(csv, name, $"{csv.FieldCount} fields where the header has {csv.Headers.Count}.");
        if (csv.IsEmpty(label)) throw Fault(csv, name, "the label is empty.");
        if (!Utf8.IsValid(csv.GetSpan(text)) || !Utf8.IsValid(csv.GetSpan(label))) throw Fault(csv, name, "the row is not valid UTF-8.");
        return new LabeledText(csv.GetString(text), csv.GetString(label));
    }

    private static int IndexOf(CsvReader csv, string column, string name)
    {
        for (int i = 0; i < csv.Headers.Count; i++)
        {
            if (csv.Headers[i] == column) return i;
        }

        throw new TrainingDataException($"{name}, line 1: there is no column '{column}'; the columns are {string.Join(", ", csv.Headers)}.");
    }

    private static TrainingDataException Fault(CsvReader csv, string name, string fault) => new($"{name}, line {csv.LineNumber}: {fault}");
}
