using BatchProcessing.Blobs;

namespace BatchProcessing.Tests.Blobs;

/// <summary>Files past the page cache hold what was written, whatever its length; skipped where they are not supported.</summary>
public sealed class DirectFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [DirectIoTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(1_000_003)]
    public void Write_KeepsContentAndLength_AtEveryAlignment(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);

        DirectFile.Write(_folder["f"], content);

        Assert.Equal(content, File.ReadAllBytes(_folder["f"]));
    }

    [DirectIoTheory]
    [InlineData(0, 10_000)]
    [InlineData(1, 4_096)]
    [InlineData(4_095, 2)]
    [InlineData(5_000, 5_000)]
    public void Read_GivesTheRange_AtEveryAlignment(int offset, int length)
    {
        byte[] content = new byte[10_000];
        new Random(1).NextBytes(content);
        File.WriteAllBytes(_folder["f"], content);
        var read = new byte[length];

        DirectFile.Read(_folder["f"], offset, read);

        Assert.Equal(content[offset..(offset + length)], read);
    }

    [DirectIoTheory]
    [InlineData(9_999, 2)]
    [InlineData(20_000, 1)]
    public void Read_Throws_WhenTheFileIsShorter(int offset, int length)
    {
        File.WriteAllBytes(_folder["f"], new byte[10_000]);

        Assert.Throws<EndOfStreamException>(() => DirectFile.Read(_folder["f"], offset, new byte[length]));
    }

    [DirectIoTheory]
    [InlineData("x")]
    public void Write_Throws_WhenTheFileExists(string name)
    {
        File.WriteAllText(_folder[name], "there");

        Assert.ThrowsAny<IOException>(() => DirectFile.Write(_folder[name], "new"u8));
        Assert.Equal("there", File.ReadAllText(_folder[name]));
    }

    private sealed class DirectIoTheoryAttribute : TheoryAttribute
    {
        public DirectIoTheoryAttribute()
        {
            if (!DirectFile.IsSupported(Path.GetTempPath())) Skip = "The temp folder's file system has no direct I/O.";
        }
    }
}
