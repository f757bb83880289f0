using BatchProcessing.Chunks;
using BatchProcessing.Files;

namespace BatchProcessing.Tests.Files;

public sealed class FileWorkTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void ReadChunks_AreThoseThatWereWritten()
    {
        Chunk[] chunks = WriteChunks();

        Assert.Equal(chunks, Open().ReadChunks());
    }

    [Fact]
    public void ReadChunks_AreNone_WhenTheInputHasNoDocument()
    {
        Open().WriteChunks([]);

        Assert.Empty(Open().ReadChunks()!);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("last line")]
    [InlineData("last bytes")]
    [InlineData("first line")]
    [InlineData("another count")]
    [InlineData("zeros")]
    public void ReadChunks_AreNotThere_WhenAPowerCutHasLeftAPart(string fault)
    {
        WriteChunks();
        string path = _folder["chunks.jsonl"];
        string[] lines = File.ReadAllLines(path);
        string content = fault switch
        {
            "empty" => "",
            "last line" => string.Join('\n', lines[..^1]) + "\n",
            "last bytes" => File.ReadAllText(path)[..^5],
            "first line" => string.Join('\n', lines[1..]) + "\n",
            "another count" => File.ReadAllText(path).Replace("\"DocumentCount\":10", "\"DocumentCount\":11", StringComparison.Ordinal),
            _ => new string('\0', 100),
        };
        File.WriteAllText(path, content);
        Directory.CreateDirectory(_folder["blobs/left"]);
        File.WriteAllText(_folder["journal.jsonl"], "{}\n");

        Assert.Null(Open().ReadChunks());
        Assert.False(Directory.Exists(_folder["blobs/left"]));
        Assert.False(File.Exists(_folder["journal.jsonl"]));
    }

    public void Dispose() => _folder.Dispose();

    private FileWork Open() => FileWork.Open(_folder.Path, "same");

    private Chunk[] WriteChunks()
    {
        Chunk[] chunks = [.. Enumerable.Range(0, 3).Select(i => new Chunk
        {
            FirstOrdinal = 10 * i,
            DocumentCount = 10,
            InputBlob = "a",
            InputOffset = 100 * i,
            InputLength = 100,
        })];
        Open().WriteChunks(chunks);
        return chunks;
    }
}
