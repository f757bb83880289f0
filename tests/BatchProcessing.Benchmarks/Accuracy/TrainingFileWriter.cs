using System.IO.Compression;
using System.Text;
using BatchProcessing.Cli.Training;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Benchmarks.Accuracy;

/// <summary>Writes labelled texts as a gzip-compressed CSV file with the columns <c>text,label</c>.</summary>
internal sealed class TrainingFileWriter : IDisposable
{
    private readonly StreamWriter _output;

    public TrainingFileWriter(string path)
    {
        _output = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Optimal), new UTF8Encoding(false));
        _output.Write("text,label\r\n");
    }

    public void Write(string text, string label) => _output.Write($"{Quote(text)},{Quote(label)}\r\n");

    /// <summary>Copies all rows of another training file.</summary>
    public void WriteAll(string path) => WriteAll(LabeledCsvFile.Read(path));

    public void WriteAll(IEnumerable<LabeledText> rows)
    {
        foreach (LabeledText row in rows)
            Write(row.Text, row.Label);
    }

    public void Dispose() => _output.Dispose();

    private static string Quote(string field) => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
