using BatchProcessing.Batches;
using BatchProcessing.Documents;

namespace BatchProcessing.Server.Tests.Batches;

/// <summary>The uploads that a node stores at a time: three, in these tests.</summary>
public sealed class UploadSlotTests
{
    [Fact]
    public async Task BeginAsync_Refuses_WhenTooManyUploadsAreOpen_UntilOneEnds()
    {
        await using var service = new SubmissionFixture();
        Upload first = await service.BeginAsync();
        await using Upload second = await service.BeginAsync();
        await using Upload third = await service.BeginAsync("other");

        var refusal = await Assert.ThrowsAsync<UploadRejectedException>(() => service.BeginAsync("another"));
        await first.DisposeAsync();
        await using Upload fourth = await service.BeginAsync("another");

        Assert.Equal("queue-full", refusal.Type);
    }

    [Fact]
    public async Task BeginAsync_LeavesTheLastSlotToOthers_WhenATenantTakesAllItCan()
    {
        await using var service = new SubmissionFixture();
        Upload first = await service.BeginAsync();
        await using Upload second = await service.BeginAsync();

        var refusal = await Assert.ThrowsAsync<UploadRejectedException>(service.BeginAsync);
        await using Upload other = await service.BeginAsync("other");
        await first.DisposeAsync();
        await using Upload third = await service.BeginAsync();

        Assert.Equal("too-many-uploads", refusal.Type);
        Assert.Contains("2 uploads in progress on this node, which leaves the last of 3", refusal.Message, StringComparison.Ordinal);
    }
}
