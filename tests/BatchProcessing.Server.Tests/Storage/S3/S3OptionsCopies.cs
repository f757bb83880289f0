using BatchProcessing.Server.Storage.S3;

namespace BatchProcessing.Server.Tests.Storage.S3;

internal static class S3OptionsCopies
{
    /// <summary>The same settings but for those that are given.</summary>
    public static S3Options With(
        this S3Options options, string? prefix = null, string? bucket = null, string? accessKey = null, string? serviceUrl = null) => new()
        {
            Bucket = bucket ?? options.Bucket,
            Prefix = prefix ?? options.Prefix,
            ServiceUrl = serviceUrl ?? options.ServiceUrl,
            PathStyle = options.PathStyle,
            AccessKey = accessKey ?? options.AccessKey,
            SecretKey = options.SecretKey,
        };
}
