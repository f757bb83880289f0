using System.IO.Compression;
using BatchProcessing.Models;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Cli.Training;

/// <summary>Labelled texts in a CSV file on disk, gzip-compressed when its name ends in <c>.gz</c>.</summary>
public static class LabeledCsvFile
{
    /// <summary>Reads a file row by row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="textColumn">Name of the column with the texts.</param>
    /// <param name="labelColumn">Name of the column with the labels.</param>
    /// <exception cref="InvalidDataException">The file cannot be read as such; the message gives file, line and what is wrong.</exception>
    public static IEnumerable<LabeledText> Read(string path, string textColumn = "text", string labelColumn = "label") =>
        LabeledCsv.Read(Open(path), path, textColumn, labelColumn);

    private static Stream Open(string path)
    {
        if (!File.Exists(path)) throw new InvalidDataException($"{path}: there is no such file.");
        Stream stream = File.OpenRead(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }
}
