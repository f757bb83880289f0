using System.IO.Compression;
using System.Text;
using BatchProcessing.Cli.Training;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Tests.TextModels;

public sealed class LabeledCsvFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("labeled-csv-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_GivesTextsAndLabels_WhenFieldsAreQuoted()
    {
        string path = Write("id,text,label\r\n1,\"a, \"\"b\"\"\r\nc\",x\r\n2,plain,y\r\n");

        Assert.Equal([new LabeledText("a, \"b\"\r\nc", "x"), new LabeledText("plain", "y")], LabeledCsvFile.Read(path));
    }

    [Fact]
    public void Read_Unpacks_WhenTheFileIsGzip()
    {
        string path = Path.Combine(_folder, "rows.csv.gz");
        using (var stream = new GZipStream(File.Create(path), CompressionLevel.Fastest))
            stream.Write("text,label\nhola,es\n"u8);

        Assert.Equal([new LabeledText("hola", "es")], LabeledCsvFile.Read(path));
    }

    [Theory]
    [InlineData("text,tag\na,b\n", "line 1: there is no column \"label\"")]
    [InlineData("text,label\na,b\nc\n", "line 3: 1 column(s) where the header has 2")]
    [InlineData("text,label\na,b\nc,\n", "line 3: the label is empty")]
    public void Read_SaysFileLineAndFault_WhenTheDataIsBad(string content, string fault)
    {
        string path = Write(content);

        var error = Assert.Throws<InvalidDataException>(() => LabeledCsvFile.Read(path).ToList());

        Assert.Contains($"{path}, {fault}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SaysFileAndLine_WhenAQuoteIsNeverClosed()
    {
        string path = Write("text,label\na,b\n\"c,d\n");

        var error = Assert.Throws<InvalidDataException>(() => LabeledCsvFile.Read(path).ToList());

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SaysLine_WhenTheTextIsNotUtf8()
    {
        string path = Path.Combine(_folder, "latin1.csv");
        File.WriteAllBytes(path, [.. "text,label\nok,x\ncaf"u8, 0xE9, .. ",y\n"u8]);

        var error = Assert.Throws<InvalidDataException>(() => LabeledCsvFile.Read(path).ToList());

        Assert.Contains("line 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SaysTheFileIsMissing_WhenThereIsNone()
        => Assert.Throws<InvalidDataException>(() => LabeledCsvFile.Read(Path.Combine(_folder, "none.csv")).ToList());

    private string Write(string content)
    {
        string path = Path.Combine(_folder, "rows.csv");
        File.WriteAllText(path, content, new UTF8Encoding(false));
        return path;
    }
}
