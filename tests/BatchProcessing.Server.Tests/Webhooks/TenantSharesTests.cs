using BatchProcessing.Jobs;
using BatchProcessing.Webhooks;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Tests.Webhooks;

public sealed class TenantSharesTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 2)]
    [InlineData(16, 8)]
    public void TryEnter_GivesATenantHalfOfTheWorkers(int workers, int share)
    {
        var shares = new TenantShares(Options.Create(new JobOptions { WebhookWorkers = workers }));
        for (int i = 0; i < share; i++) Assert.True(shares.TryEnter("crowd"));

        Assert.False(shares.TryEnter("crowd"));
        Assert.Equal(["crowd"], shares.Full);
        Assert.True(shares.TryEnter("other"));
        shares.Leave("crowd");

        Assert.True(shares.TryEnter("crowd"));
    }
}
