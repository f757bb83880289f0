using System.Text;
using BatchProcessing.Blobs;

namespace BatchProcessing.Tests.Blobs;

public sealed class BlobSequenceStreamTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FileSystemBlobStore _blobs;

    public BlobSequenceStreamTests() => _blobs = new FileSystemBlobStore(_folder["blobs"]);

    [Theory]
    [InlineData(0, "0123456789")]
    [InlineData(2, "23456789")]
    [InlineData(4, "456789")]
    [InlineData(9, "9")]
    [InlineData(10, "")]
    public async Task Read_GivesTheRest_FromAnyPosition(long position, string rest)
    {
        await using BlobSequenceStream stream = await SequenceAsync();
        stream.Position = position;

        Assert.Equal(rest, await new StreamReader(stream).ReadToEndAsync());
    }

    [Fact]
    public async Task Read_GoesOnAtTheNewPosition_WhenItIsMovedWithinABlob()
    {
        await using BlobSequenceStream stream = await SequenceAsync();
        var read = new byte[2];
        stream.Position = 5;
        await stream.ReadExactlyAsync(read);
        stream.Position = 4;
        await stream.ReadExactlyAsync(read);

        Assert.Equal("45"u8.ToArray(), read);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<BlobSequenceStream> SequenceAsync()
    {
        string[] contents = ["0123", "456", "789"];
        for (int i = 0; i < contents.Length; i++)
            await _blobs.CreateAsync($"a/{i}", Encoding.ASCII.GetBytes(contents[i]), CancellationToken.None);
        return new BlobSequenceStream(_blobs, [.. contents.Select((c, i) => ($"a/{i}", (long)c.Length))]);
    }
}
