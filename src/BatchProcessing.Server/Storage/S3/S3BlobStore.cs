using System.Runtime.CompilerServices;
using Amazon.S3.Model;
using BatchProcessing.Blobs;

namespace BatchProcessing.Server.Storage.S3;

/// <summary>Blobs as objects of a bucket: durable, name included, once the server has taken them.</summary>
public sealed class S3BlobStore : IBlobStore, IDisposable
{
    private const int KeysARequest = 1000; // what DeleteObjects takes at most

    private readonly S3Client _client;
    private readonly string _bucket;
    private readonly string _prefix;
    private readonly CreateOnce _create;

    /// <param name="options">The bucket, checked by its validator.</param>
    public S3BlobStore(S3Options options)
    {
        _client = new S3Client(options);
        _bucket = options.Bucket!;
        _prefix = options.Prefix.Length == 0 ? "" : options.Prefix.TrimEnd('/') + "/";
        _create = new CreateOnce(_client, _bucket, _prefix);
    }

    /// <inheritdoc/>
    public Task CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        _create.PutAsync(name, KeyOf(name), content, cancellationToken);

    /// <inheritdoc/>
    public Task SealFolderAsync(string folder, CancellationToken cancellationToken)
    {
        BlobName.ThrowIfInvalid(folder);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask ReadAsync(string name, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest { BucketName = _bucket, Key = KeyOf(name) };
        if (!destination.IsEmpty) request.ByteRange = new ByteRange(offset, offset + destination.Length - 1);
        await _client.SendAsync(
            name,
            async (client, token) =>
            {
                using GetObjectResponse response = await client.GetObjectAsync(request, token);
                await response.ResponseStream.ReadExactlyAsync(destination, token);
                return destination.Length;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenReadAsync(string name, long offset, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest { BucketName = _bucket, Key = KeyOf(name) };
        if (offset > 0) request.ByteRange = new ByteRange(offset, long.MaxValue);
        GetObjectResponse response = await _client.SendAsync(
            name, (client, token) => client.GetObjectAsync(request, token), cancellationToken);
        return response.ResponseStream;
    }

    /// <inheritdoc/>
    public async Task DeleteFolderAsync(string folder, CancellationToken cancellationToken)
    {
        BlobName.ThrowIfInvalid(folder);
        await foreach (BlobEntry[] blobs in ListAsync(folder, cancellationToken).Chunk(KeysARequest).WithCancellation(cancellationToken))
        {
            var request = new DeleteObjectsRequest
            {
                BucketName = _bucket,
                Objects = [.. blobs.Select(b => new KeyVersion { Key = KeyOf(b.Name) })],
                Quiet = true,
            };
            await _client.SendAsync(folder, (client, token) => client.DeleteObjectsAsync(request, token), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task ProbeAsync(CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = _prefix, MaxKeys = 1 };
        return _client.SendAsync("", (client, token) => client.ListObjectsV2Async(request, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var request = new DeleteObjectRequest { BucketName = _bucket, Key = KeyOf(name) };
        return _client.SendAsync(name, (client, token) => client.DeleteObjectAsync(request, token), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobEntry> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request
        {
            BucketName = _bucket,
            Prefix = folder.Length == 0 ? _prefix : KeyOf(folder) + "/",
        };
        do
        {
            ListObjectsV2Response page = await _client.SendAsync(
                folder, (client, token) => client.ListObjectsV2Async(request, token), cancellationToken);
            foreach (S3Object found in page.S3Objects ?? [])
            {
                if (EntryOf(found) is { } entry) yield return entry;
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private BlobEntry? EntryOf(S3Object found)
    {
        string name = found.Key[_prefix.Length..];
        bool isProbe = name.Length == 0 || name[0] == '.';
        return isProbe ? null : new BlobEntry(name, found.Size ?? 0, new DateTimeOffset(found.LastModified!.Value.ToUniversalTime()));
    }

    private string KeyOf(string name)
    {
        BlobName.ThrowIfInvalid(name);
        return _prefix + name;
    }
}
