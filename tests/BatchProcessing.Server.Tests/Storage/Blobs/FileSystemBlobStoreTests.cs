using BatchProcessing.Blobs;

namespace BatchProcessing.Server.Tests.Storage.Blobs;

public sealed class FileSystemBlobStoreTests : BlobStoreContract, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FileSystemBlobStore _blobs;

    public FileSystemBlobStoreTests() => _blobs = new FileSystemBlobStore(_folder["blobs"]);

    protected override IBlobStore Blobs => _blobs;

    [Fact]
    public async Task OpenReadAsync_GoesOn_WhenFolderIsDeletedMeanwhile()
    {
        await CreateAsync("a/b", "content"u8.ToArray());
        using Stream stream = await Blobs.OpenReadAsync("a/b", 0, CancellationToken.None);

        await Blobs.DeleteFolderAsync("a", CancellationToken.None);

        Assert.Equal("content", await new StreamReader(stream).ReadToEndAsync());
    }

    public void Dispose() => _folder.Dispose();
}
