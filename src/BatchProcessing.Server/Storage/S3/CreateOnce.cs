using System.Net;
using System.Runtime.InteropServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace BatchProcessing.Server.Storage.S3;

/// <summary>
/// Puts objects that must not be there yet. Amazon's and newer servers refuse an overwrite by themselves
/// (<c>If-None-Match: *</c>); where a probe shows that the server ignores the condition, the object is looked for first.
/// </summary>
internal sealed class CreateOnce(S3Client client, string bucket, string prefix)
{
    /// <summary>Names the call that wrote an object, so that its own retry is not taken for another's blob.</summary>
    private const string WriterKey = "writer";

    private volatile bool _isProbed;
    private bool _serverRefuses;

    /// <summary>Puts a new object.</summary>
    /// <exception cref="IOException">It exists already.</exception>
    public async Task PutAsync(string name, string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (!await ServerRefusesAsync(cancellationToken) && await WriterOfAsync(name, key, cancellationToken) is not null)
            throw new IOException($"Blob '{name}' exists already.");
        string writer = Guid.NewGuid().ToString("N");
        try
        {
            await SendAsync(name, key, content, writer, cancellationToken);
        }
        catch (IOException e) when (IsRefusedOverwrite(e))
        {
            if (await WriterOfAsync(name, key, cancellationToken) != writer) throw;
        }
    }

    /// <summary>Whether the server refuses to overwrite: it is asked to, once, under a name that is no blob's.</summary>
    private async ValueTask<bool> ServerRefusesAsync(CancellationToken cancellationToken)
    {
        if (_isProbed) return _serverRefuses;
        string key = $"{prefix}.create-once-{Guid.NewGuid():N}";
        await SendAsync(key, key, default, "first", cancellationToken);
        try
        {
            await SendAsync(key, key, default, "second", cancellationToken);
            _serverRefuses = false;
        }
        catch (IOException e) when (IsRefusedOverwrite(e))
        {
            _serverRefuses = true;
        }

        var delete = new DeleteObjectRequest { BucketName = bucket, Key = key };
        await client.SendAsync(key, (s3, token) => s3.DeleteObjectAsync(delete, token), cancellationToken);
        _isProbed = true;
        return _serverRefuses;
    }

    private static bool IsRefusedOverwrite(IOException fault) =>
        fault.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.PreconditionFailed };

    private Task<PutObjectResponse> SendAsync(string name, string key, ReadOnlyMemory<byte> content, string writer, CancellationToken cancellationToken)
    {
        ArraySegment<byte> bytes = MemoryMarshal.TryGetArray(content, out ArraySegment<byte> segment) ? segment : content.ToArray();
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = key,
            IfNoneMatch = "*",
            InputStream = new MemoryStream(bytes.Array ?? [], bytes.Offset, bytes.Count, writable: false),
            ContentType = "application/octet-stream",
            UseChunkEncoding = false, // one signature over the whole content, which every server understands
        };
        request.Metadata.Add(WriterKey, writer);
        return client.SendAsync(name, (s3, token) => s3.PutObjectAsync(request, token), cancellationToken);
    }

    /// <summary>Who wrote an object: empty when it does not say, null when there is none.</summary>
    private async Task<string?> WriterOfAsync(string name, string key, CancellationToken cancellationToken)
    {
        var request = new GetObjectMetadataRequest { BucketName = bucket, Key = key };
        try
        {
            GetObjectMetadataResponse found = await client.SendAsync(
                name, (s3, token) => s3.GetObjectMetadataAsync(request, token), cancellationToken);
            return found.Metadata[WriterKey] ?? "";
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
