using BatchProcessing.Server.Storage.S3;

namespace BatchProcessing.Server.Tests.Storage.S3;

/// <summary>A service whose blobs are in a bucket; retries come at once.</summary>
internal sealed class S3Service(S3Options bucket, params (string Key, string Value)[] settings) : ServiceHost(
[
    ("Storage:Blobs", "S3"),
    ("Storage:S3:Bucket", bucket.Bucket!),
    ("Storage:S3:Prefix", bucket.Prefix),
    ("Storage:S3:ServiceUrl", bucket.ServiceUrl!),
    ("Storage:S3:PathStyle", "true"),
    ("Storage:S3:AccessKey", bucket.AccessKey!),
    ("Storage:S3:SecretKey", bucket.SecretKey!),
    ("ML:BatchProcessing:RetryDelay", "00:00:00.010"),
    ("Chunks:OutageDelay", "00:00:00.100"),
    .. settings,
]);
