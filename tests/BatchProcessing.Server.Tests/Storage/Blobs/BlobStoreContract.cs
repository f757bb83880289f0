using BatchProcessing.Blobs;
using BatchProcessing.Outages;

namespace BatchProcessing.Server.Tests.Storage.Blobs;

/// <summary>What every blob store keeps to.</summary>
public abstract class BlobStoreContract
{
    private static readonly string[] ForeignNames =
        ["", "../escape", "a/../../escape", "/etc/passwd", "a\\b", "A", "a b", "a\0b", "größe", ".hidden"];

    /// <summary>An empty store.</summary>
    protected abstract IBlobStore Blobs { get; }

    [Fact]
    public async Task ReadAsync_GivesTheBytes_FromAnyOffset()
    {
        await CreateAsync("a/in/000000000", "0123456789"u8.ToArray());

        Assert.Equal("3456"u8.ToArray(), await ReadAsync("a/in/000000000", 3, 4));
        Assert.Equal("0123456789"u8.ToArray(), await ReadAsync("a/in/000000000", 0, 10));
        Assert.Equal("9"u8.ToArray(), await ReadAsync("a/in/000000000", 9, 1));
    }

    [Fact]
    public async Task CreateAsync_KeepsEveryByte_WhenABlobIsLarge()
    {
        var content = new byte[(5 << 20) + 17];
        new Random(1).NextBytes(content);
        await Blobs.CreateAsync("a/large", content.AsMemory(1), CancellationToken.None);

        Assert.Equal(content[1..], await ReadAsync("a/large", 0, content.Length - 1));
        Assert.Equal(content[4_000_001..], await ReadAsync("a/large", 4_000_000, content.Length - 4_000_001));
    }

    [Fact]
    public async Task CreateAsync_ThrowsAndKeepsTheFirst_WhenNameExists()
    {
        await CreateAsync("a/b", "first"u8.ToArray());

        IOException fault = await Assert.ThrowsAsync<IOException>(() => CreateAsync("a/b", "second"u8.ToArray()));

        Assert.IsNotType<OutageException>(fault);
        Assert.Equal("first"u8.ToArray(), await ReadAsync("a/b", 0, 5));
    }

    [Fact]
    public async Task EveryOperation_Throws_WhenNameIsNotOurs()
    {
        foreach (string name in ForeignNames)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => CreateAsync(name, []));
            await Assert.ThrowsAsync<ArgumentException>(() => Blobs.OpenReadAsync(name, 0, CancellationToken.None));
            await Assert.ThrowsAsync<ArgumentException>(() => ReadAsync(name, 0, 1));
            await Assert.ThrowsAsync<ArgumentException>(() => Blobs.DeleteAsync(name, CancellationToken.None));
            await Assert.ThrowsAsync<ArgumentException>(() => Blobs.DeleteFolderAsync(name, CancellationToken.None));
            await Assert.ThrowsAsync<ArgumentException>(() => Blobs.SealFolderAsync(name, CancellationToken.None));
            if (name.Length > 0) await Assert.ThrowsAsync<ArgumentException>(() => NamesAsync(name));
        }
    }

    [Fact]
    public async Task ReadAsync_Throws_WhenBlobIsShorter()
    {
        await CreateAsync("a/b", new byte[10]);

        await Assert.ThrowsAsync<EndOfStreamException>(() => ReadAsync("a/b", 8, 3));
        await Assert.ThrowsAsync<EndOfStreamException>(() => ReadAsync("a/b", 10, 1));
        await Assert.ThrowsAsync<EndOfStreamException>(() => ReadAsync("a/b", 50, 1));
    }

    [Fact]
    public async Task Reading_ThrowsFileNotFound_WhenThereIsNoSuchBlob()
    {
        await CreateAsync("a/b", []);

        foreach (string name in (string[])["a/missing", "missing/b"])
        {
            await Assert.ThrowsAsync<FileNotFoundException>(() => ReadAsync(name, 0, 1));
            await Assert.ThrowsAsync<FileNotFoundException>(() => Blobs.OpenReadAsync(name, 0, CancellationToken.None));
            await Assert.ThrowsAsync<FileNotFoundException>(() => Blobs.OpenReadAsync(name, 3, CancellationToken.None));
        }
    }

    [Fact]
    public async Task OpenReadAsync_ReadsToTheEnd_FromAnyOffset()
    {
        await CreateAsync("a/b", "0123456789"u8.ToArray());

        foreach (int offset in (int[])[0, 4, 9])
        {
            using Stream stream = await Blobs.OpenReadAsync("a/b", offset, CancellationToken.None);
            Assert.Equal("0123456789"[offset..], await new StreamReader(stream).ReadToEndAsync());
        }
    }

    [Fact]
    public async Task DeleteAsync_RemovesOneBlob_AndNothingWhenThereIsNone()
    {
        await CreateAsync("a/in/1", []);
        await CreateAsync("a/in/11", []);

        await Blobs.DeleteAsync("a/in/1", CancellationToken.None);
        await Blobs.DeleteAsync("a/in/1", CancellationToken.None);
        await Blobs.DeleteAsync("b/in/1", CancellationToken.None);

        Assert.Equal(["a/in/11"], await NamesAsync(""));
    }

    [Fact]
    public async Task DeleteFolderAsync_RemovesWhatIsBelow_AndNothingElse()
    {
        await CreateAsync("a/in/1", []);
        await CreateAsync("a/out/1.1.1", []);
        await CreateAsync("ab/in/1", []);

        await Blobs.DeleteFolderAsync("a", CancellationToken.None);
        await Blobs.DeleteFolderAsync("a", CancellationToken.None);

        Assert.Equal(["ab/in/1"], await NamesAsync(""));
        await CreateAsync("a/in/1", []); // the name is free again
    }

    [Fact]
    public async Task DeleteFolderAsync_LeavesNothing_WhenFourDeleteItAtATime()
    {
        for (int i = 0; i < 40; i++) await CreateAsync($"a/{i % 4}/{i}", []);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Blobs.DeleteFolderAsync("a", CancellationToken.None))));

        Assert.Empty(await NamesAsync(""));
    }

    [Fact]
    public async Task ListAsync_GivesNameLengthAndTime_OfEveryBlobBelow()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow.AddSeconds(-2);
        await CreateAsync("a/in/1", new byte[5]);
        await CreateAsync("a/out/1.1.1", []);
        await CreateAsync("ab/in/1", []);

        BlobEntry[] all = await Blobs.ListAsync("a", CancellationToken.None).OrderBy(b => b.Name).ToArrayAsync();

        Assert.Equal(["a/in/1", "a/out/1.1.1"], all.Select(b => b.Name));
        Assert.Equal([5, 0], all.Select(b => b.Length));
        Assert.All(all, b => Assert.InRange(b.LastModified, before, DateTimeOffset.UtcNow.AddSeconds(2)));
        Assert.Equal(["a/in/1", "a/out/1.1.1", "ab/in/1"], await NamesAsync(""));
        Assert.Empty(await NamesAsync("missing"));
    }

    [Fact]
    public async Task SealFolderAsync_DoesNothing_WhenThereIsNoFolder() =>
        await Blobs.SealFolderAsync("missing/out", CancellationToken.None);

    protected Task CreateAsync(string name, byte[] content) => Blobs.CreateAsync(name, content, CancellationToken.None);

    protected async Task<byte[]> ReadAsync(string name, long offset, int length)
    {
        var read = new byte[length];
        await Blobs.ReadAsync(name, offset, read, CancellationToken.None);
        return read;
    }

    protected async Task<string[]> NamesAsync(string folder) =>
        await Blobs.ListAsync(folder, CancellationToken.None).Select(b => b.Name).Order().ToArrayAsync();
}
