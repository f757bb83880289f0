using BatchProcessing.Server.Tests.Requirements;

namespace BatchProcessing.Server.Tests.Storage.S3;

/// <summary>The tests of a class talk to an <see cref="S3Server"/>.</summary>
public sealed class RequiresS3Attribute : RequirementAttribute
{
    public override string? Missing => S3Package.Missing;
}
