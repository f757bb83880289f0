using BatchProcessing.Blobs;
using BatchProcessing.Server.Storage.S3;
using BatchProcessing.Server.Tests.Storage.Blobs;

namespace BatchProcessing.Server.Tests.Storage.S3;

/// <summary>The contract against a server that takes no notice of the condition of a write.</summary>
[RequiresS3]
public sealed class OlderS3BlobStoreTests : BlobStoreContract, IClassFixture<UnconditionalS3Server>, IDisposable
{
    private readonly S3BlobStore _blobs;

    public OlderS3BlobStoreTests(UnconditionalS3Server server) =>
        _blobs = new S3BlobStore(server.Options.With(prefix: $"test/{Guid.NewGuid():N}"));

    protected override IBlobStore Blobs => _blobs;

    public void Dispose() => _blobs.Dispose();
}
