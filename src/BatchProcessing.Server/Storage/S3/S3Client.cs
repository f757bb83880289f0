using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using BatchProcessing.Outages;

namespace BatchProcessing.Server.Storage.S3;

/// <summary>Sends requests for blobs to a bucket, and gives faults the meaning that a blob store's callers know.</summary>
internal sealed class S3Client(S3Options options) : IDisposable
{
    /// <summary>How long one request may take with the client's own retries.</summary>
    private static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(5);

    /// <summary>What S3 calls a fault of the bucket or of the credentials, whatever the object; the other faults are the object's.</summary>
    private static readonly HashSet<string> BucketFaults = new(StringComparer.Ordinal)
    {
        "NoSuchBucket", "PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed",
        "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired",
        "AccountProblem", "AllAccessDisabled", "NotSignedUp",
        "RequestTimeout", "RequestTimeTooSkewed", "SlowDown",
    };

    private readonly AmazonS3Client _client = Connect(options);

    /// <summary>Sends a request that concerns a blob or a folder.</summary>
    /// <exception cref="FileNotFoundException">There is no such blob.</exception>
    /// <exception cref="EndOfStreamException">The blob is shorter than what was asked for.</exception>
    /// <exception cref="IOException">The blob exists and must not, or the server refuses this blob.</exception>
    /// <exception cref="OutageException">The bucket cannot be reached, or refuses the key.</exception>
    public async Task<T> SendAsync<T>(
        string name, Func<AmazonS3Client, CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(RequestTime);
        try
        {
            return await request(_client, limit.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && Translate(name, e) is { } fault)
        {
            throw fault;
        }
    }

    public void Dispose() => _client.Dispose();

    private IOException? Translate(string name, Exception fault) => fault switch
    {
        AmazonS3Exception { StatusCode: HttpStatusCode.NotFound } e when e.ErrorCode != "NoSuchBucket" =>
            new FileNotFoundException($"There is no blob '{name}'.", name, e),
        AmazonS3Exception { StatusCode: HttpStatusCode.RequestedRangeNotSatisfiable } e =>
            new EndOfStreamException($"Blob '{name}' is shorter than what was asked for.", e),
        AmazonS3Exception { StatusCode: HttpStatusCode.PreconditionFailed } e => new IOException($"Blob '{name}' exists already.", e),
        AmazonServiceException e when !IsOutage(e) => new IOException($"The server refuses blob '{name}': {e.ErrorCode}, {e.Message}", e),
        EndOfStreamException => null,
        AmazonServiceException or AmazonClientException or HttpRequestException or IOException => Away(name, fault.Message, fault),
        OperationCanceledException => Away(name, $"no answer within {RequestTime.TotalSeconds:0} s", fault),
        _ => null,
    };

    // Without a status there was no answer.
    private static bool IsOutage(AmazonServiceException fault) =>
        fault.StatusCode is 0 or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
        || BucketFaults.Contains(fault.ErrorCode ?? "");

    private OutageException Away(string name, string reason, Exception cause) =>
        new(OutageKind.BlobStoreAway, $"The bucket '{options.Bucket}' cannot be used for '{name}': {reason}", cause);

    private static AmazonS3Client Connect(S3Options options)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.PathStyle,
            ConnectTimeout = ConnectTime,
            // The default adds checksums that many servers other than Amazon's do not know; the signature covers the content.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (string.IsNullOrEmpty(options.ServiceUrl))
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }
        else
        {
            config.ServiceURL = options.ServiceUrl;
            config.AuthenticationRegion = string.IsNullOrEmpty(options.Region) ? "us-east-1" : options.Region;
        }

        return string.IsNullOrEmpty(options.AccessKey)
            ? new AmazonS3Client(config)
            : new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config);
    }
}
