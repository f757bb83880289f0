using BatchProcessing.Blobs;

namespace BatchProcessing.Tests.Blobs;

public sealed class FileSystemBlobStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FileSystemBlobStore _blobs;

    public FileSystemBlobStoreTests() => _blobs = new FileSystemBlobStore(_folder["blobs"]);

    [Fact]
    public async Task ReadAsync_GivesTheBytes_FromAnyOffset()
    {
        await CreateAsync("a/in/000000000", "0123456789"u8.ToArray());
        var read = new byte[4];

        await _blobs.ReadAsync("a/in/000000000", 3, read, CancellationToken.None);

        Assert.Equal("3456"u8.ToArray(), read);
    }

    [Fact]
    public async Task CreateAsync_ThrowsAndKeepsTheFirst_WhenNameExists()
    {
        await CreateAsync("a/b", "first"u8.ToArray());

        await Assert.ThrowsAsync<IOException>(() => CreateAsync("a/b", "second"u8.ToArray()));

        using Stream stream = await _blobs.OpenReadAsync("a/b", 0, CancellationToken.None);
        Assert.Equal("first", await new StreamReader(stream).ReadToEndAsync());
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("a/../../escape")]
    [InlineData("/etc/passwd")]
    [InlineData("a\\b")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("größe")]
    public async Task EveryOperation_Throws_WhenNameIsNotOurs(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => CreateAsync(name, []));
        await Assert.ThrowsAsync<ArgumentException>(() => _blobs.OpenReadAsync(name, 0, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _blobs.ReadAsync(name, 0, new byte[1], CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => _blobs.DeleteFolderAsync(name, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => _blobs.SealFolderAsync(name, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => _blobs.DeleteAsync(name, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => NamesAsync(name));
    }

    [Theory]
    [InlineData(8, 3)]
    [InlineData(10, 1)]
    [InlineData(50, 1)]
    public async Task ReadAsync_Throws_WhenBlobIsShorter(long offset, int length)
    {
        await CreateAsync("a/b", new byte[10]);

        await Assert.ThrowsAsync<EndOfStreamException>(
            async () => await _blobs.ReadAsync("a/b", offset, new byte[length], CancellationToken.None));
    }

    [Theory]
    [InlineData("a/missing")]
    [InlineData("missing/b")]
    public async Task ReadAsync_ThrowsFileNotFound_WhenThereIsNoSuchBlob(string name)
    {
        await CreateAsync("a/b", []);

        await Assert.ThrowsAsync<FileNotFoundException>(async () => await _blobs.ReadAsync(name, 0, new byte[1], CancellationToken.None));
        await Assert.ThrowsAsync<FileNotFoundException>(() => _blobs.OpenReadAsync(name, 0, CancellationToken.None));
    }

    [Fact]
    public async Task DeleteFolderAsync_RemovesWhatIsBelow_AndNothingElse()
    {
        await CreateAsync("a/in/1", []);
        await CreateAsync("a/out/1.1.1", []);
        await CreateAsync("ab/in/1", []);

        await _blobs.DeleteFolderAsync("a", CancellationToken.None);
        await _blobs.DeleteFolderAsync("a", CancellationToken.None);

        Assert.Equal([Path.Combine(_folder["blobs"], "ab", "in", "1")],
            Directory.EnumerateFiles(_folder["blobs"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task DeleteAsync_RemovesOneBlob_AndNothingWhenThereIsNone()
    {
        await CreateAsync("a/in/1", []);
        await CreateAsync("a/in/11", []);

        await _blobs.DeleteAsync("a/in/1", CancellationToken.None);
        await _blobs.DeleteAsync("a/in/1", CancellationToken.None);
        await _blobs.DeleteAsync("b/in/1", CancellationToken.None);

        Assert.Equal(["a/in/11"], await NamesAsync(""));
    }

    [Fact]
    public async Task ListAsync_GivesNameLengthAndTime_OfEveryBlobBelow()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow.AddSeconds(-2);
        await CreateAsync("a/in/1", new byte[5]);
        await CreateAsync("a/out/1.1.1", []);
        await CreateAsync("ab/in/1", []);

        BlobEntry[] all = await _blobs.ListAsync("a", CancellationToken.None).OrderBy(b => b.Name).ToArrayAsync();

        Assert.Equal(["a/in/1", "a/out/1.1.1"], all.Select(b => b.Name));
        Assert.Equal([5, 0], all.Select(b => b.Length));
        Assert.All(all, b => Assert.InRange(b.LastModified, before, DateTimeOffset.UtcNow.AddSeconds(2)));
        Assert.Equal(["a/in/1", "a/out/1.1.1", "ab/in/1"], await NamesAsync(""));
        Assert.Empty(await NamesAsync("missing"));
    }

    [Fact]
    public async Task SealFolderAsync_DoesNothing_WhenThereIsNoFolder() =>
        await _blobs.SealFolderAsync("missing/out", CancellationToken.None);

    [Fact]
    public async Task OpenReadAsync_GoesOn_WhenFolderIsDeletedMeanwhile()
    {
        await CreateAsync("a/b", "content"u8.ToArray());
        using Stream stream = await _blobs.OpenReadAsync("a/b", 0, CancellationToken.None);

        await _blobs.DeleteFolderAsync("a", CancellationToken.None);

        Assert.Equal("content", await new StreamReader(stream).ReadToEndAsync());
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string[]> NamesAsync(string folder) =>
        await _blobs.ListAsync(folder, CancellationToken.None).Select(b => b.Name).Order().ToArrayAsync();

    private Task CreateAsync(string name, byte[] content) => _blobs.CreateAsync(name, content, CancellationToken.None);
}
