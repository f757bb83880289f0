using BatchProcessing.Server.Storage;
using BatchProcessing.Server.Storage.S3;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Tests.Storage.S3;

public sealed class S3OptionsValidatorTests
{
    private readonly S3Options _options = new() { Bucket = "blobs", Region = "eu-central-1" };

    [Fact]
    public void Validate_Succeeds_WhenBucketAndRegionAreSet() => Assert.Empty(Faults());

    [Fact]
    public void Validate_Succeeds_WhenBlobsAreFiles() =>
        Assert.True(new S3OptionsValidator(Options.Create(new StorageOptions())).Validate(null, new S3Options()).Succeeded);

    [Fact]
    public void Validate_NamesBucketAndRegion_WhenNothingIsSet()
    {
        (_options.Bucket, _options.Region) = (null, null);

        Assert.Equal(["Storage:S3:Bucket is '' but must be set.", "Storage:S3:Region is '' but must be set, or ServiceUrl."], Faults());
    }

    [Theory]
    [InlineData("minio:9000")]
    [InlineData("ftp://minio")]
    public void Validate_NamesTheAddress_WhenItIsNotHttp(string address)
    {
        _options.ServiceUrl = address;

        Assert.Equal($"Storage:S3:ServiceUrl is '{address}' but must be an http or https address.", Assert.Single(Faults()));
    }

    [Fact]
    public void Validate_NamesThePrefix_WhenItStartsWithASlash()
    {
        _options.Prefix = "/batches";

        Assert.StartsWith("Storage:S3:Prefix is '/batches'", Assert.Single(Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_NamesTheKeys_WhenOneIsMissing()
    {
        _options.AccessKey = "key";

        Assert.Equal("Storage:S3:AccessKey and SecretKey must be set both or none.", Assert.Single(Faults()));
    }

    private IEnumerable<string> Faults() =>
        new S3OptionsValidator(Options.Create(new StorageOptions { Blobs = "S3" })).Validate(null, _options).Failures ?? [];
}
