using BatchProcessing.Blobs;
using BatchProcessing.Outages;
using BatchProcessing.Server.Storage.S3;
using BatchProcessing.Server.Tests.Storage.Blobs;

namespace BatchProcessing.Server.Tests.Storage.S3;

/// <summary>The contract against a server that refuses overwrites, and what is S3's own.</summary>
[RequiresS3]
public sealed class S3BlobStoreTests : BlobStoreContract, IClassFixture<ConditionalS3Server>, IDisposable
{
    private readonly ConditionalS3Server _server;
    private readonly S3Options _options;
    private readonly S3BlobStore _blobs;

    public S3BlobStoreTests(ConditionalS3Server server)
    {
        _server = server;
        _options = server.Options.With(prefix: $"test/{Guid.NewGuid():N}");
        _blobs = new S3BlobStore(_options);
    }

    protected override IBlobStore Blobs => _blobs;

    [Fact]
    public async Task CreateAsync_LetsOneWin_WhenANameIsCreatedManyTimesAtOnce()
    {
        await CreateAsync("a/first", []); // asks the server once whether it refuses overwrites

        bool[] created = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await CreateAsync("a/b", [(byte)i]);
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }));

        Assert.Single(created, won => won);
        Assert.Equal(Array.IndexOf(created, true), Assert.Single(await ReadAsync("a/b", 0, 1)));
    }

    [Fact]
    public async Task ListAndDeleteFolderAsync_ReachEveryBlob_WhenThereAreMoreThanAPage()
    {
        const int Count = 1_005;
        await Parallel.ForAsync(0, Count, async (i, _) => await CreateAsync($"a/in/{i:D9}", []));
        await CreateAsync("b/in/1", []);

        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"a/in/{i:D9}"), await NamesAsync("a"));
        await Blobs.DeleteFolderAsync("a", CancellationToken.None);

        Assert.Equal(["b/in/1"], await NamesAsync(""));
    }

    [Fact]
    public async Task Prefix_KeepsStoresOfOneBucketApart()
    {
        using var other = new S3BlobStore(_options.With(prefix: _options.Prefix + "-other/"));
        await CreateAsync("a/b", [1]);

        await other.CreateAsync("a/b", new byte[] { 2 }, CancellationToken.None);

        Assert.Equal([1], await ReadAsync("a/b", 0, 1));
        Assert.Equal(["a/b"], await NamesAsync(""));
    }

    [Fact]
    public async Task EveryOperation_IsAnOutage_WhenTheBucketIsMissing() =>
        await AssertOutageAsync(_options.With(bucket: "missing"));

    [Fact]
    public async Task EveryOperation_IsAnOutage_WhenTheAccessKeyIsUnknown() =>
        await AssertOutageAsync(_options.With(accessKey: "unknown"));

    [Fact]
    public async Task EveryOperation_IsAnOutage_WhenTheServerIsAway() =>
        await AssertOutageAsync(_options.With(serviceUrl: "http://127.0.0.1:1"));

    [Theory]
    [InlineData("AccessDenied")]
    [InlineData("InvalidObjectState")]
    public async Task ReadAsync_IsNoOutage_WhenTheServerRefusesOneBlob(string code)
    {
        await CreateAsync("a/b", [1]);
        await _server.FailAsync(HttpMethod.Get, _options.Prefix, times: 1, code);

        IOException fault = await Assert.ThrowsAsync<IOException>(() => ReadAsync("a/b", 0, 1));

        Assert.Contains(code, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ExpiredToken")]
    [InlineData("InternalError")]
    public async Task ReadAsync_IsAnOutage_WhenTheServerRefusesEveryBlob(string code)
    {
        await CreateAsync("a/b", [1]);
        await _server.FailAsync(HttpMethod.Get, _options.Prefix, times: 100, code);

        await Assert.ThrowsAsync<OutageException>(() => ReadAsync("a/b", 0, 1));
        await _server.RecoverAsync();
    }

    [Fact]
    public async Task EveryOperation_IsCancelled_WhenTheCallerCancels()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Blobs.CreateAsync("a/b", default, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Blobs.OpenReadAsync("a/b", 0, cancelled));
    }

    public void Dispose() => _blobs.Dispose();

    private static async Task AssertOutageAsync(S3Options options)
    {
        using var blobs = new S3BlobStore(options);
        OutageException[] faults =
        [
            await Assert.ThrowsAsync<OutageException>(() => blobs.CreateAsync("a/b", new byte[1], CancellationToken.None)),
            await Assert.ThrowsAsync<OutageException>(async () => await blobs.ReadAsync("a/b", 0, new byte[1], CancellationToken.None)),
            await Assert.ThrowsAsync<OutageException>(() => blobs.DeleteFolderAsync("a", CancellationToken.None)),
            await Assert.ThrowsAsync<OutageException>(async () => await blobs.ListAsync("a", CancellationToken.None).CountAsync()),
        ];
        Assert.All(faults, f => Assert.Equal(OutageKind.BlobStoreAway, f.Kind));
        Assert.All(faults, f => Assert.Contains($"'{options.Bucket}'", f.Message, StringComparison.Ordinal));
    }
}
