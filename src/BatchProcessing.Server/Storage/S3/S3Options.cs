namespace BatchProcessing.Server.Storage.S3;

/// <summary>The bucket of the blobs, read when <see cref="StorageOptions.Blobs"/> is <c>S3</c>. Section <c>Storage:S3</c>.</summary>
public sealed class S3Options
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Storage:S3";

    /// <summary>The bucket. It must exist.</summary>
    public string? Bucket { get; set; }

    /// <summary>The folder within the bucket, such as <c>batches</c>. Default none: the whole bucket is the service's.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>The region, such as <c>eu-central-1</c>. Default <c>us-east-1</c> when there is a <see cref="ServiceUrl"/>.</summary>
    public string? Region { get; set; }

    /// <summary>The address of a server that speaks S3; none for Amazon's own of the region.</summary>
    public string? ServiceUrl { get; set; }

    /// <summary>Whether the bucket is part of the path instead of the host name, as most servers other than Amazon's need.</summary>
    public bool PathStyle { get; set; }

    /// <summary>The access key; none for the usual sources: environment, shared credentials file, role of the machine.</summary>
    public string? AccessKey { get; set; }

    /// <summary>The secret of the access key.</summary>
    public string? SecretKey { get; set; }
}
