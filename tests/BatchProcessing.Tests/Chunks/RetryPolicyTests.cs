using BatchProcessing.Chunks;

namespace BatchProcessing.Tests.Chunks;

public sealed class RetryPolicyTests
{
    [Theory]
    [InlineData(1, 0.5, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(5, 8, 16)]
    [InlineData(20, 150, 300)]
    public void DelayAfter_DoublesWithJitterUpToFiveMinutes_WhileAttemptsAreLeft(int attempt, double least, double most)
    {
        var policy = new RetryPolicy(maxRetries: 20, TimeSpan.FromSeconds(1));

        for (int i = 0; i < 200; i++) Assert.InRange(policy.DelayAfter(attempt)!.Value.TotalSeconds, least, most);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 4)]
    public void DelayAfter_IsNull_AfterTheLastAttempt(int maxRetries, int attempt) =>
        Assert.Null(new RetryPolicy(maxRetries, TimeSpan.FromSeconds(1)).DelayAfter(attempt));

    [Fact]
    public void DelayAfter_IsZero_WhenDelayIsZero() =>
        Assert.Equal(TimeSpan.Zero, new RetryPolicy(3, TimeSpan.Zero).DelayAfter(3));

    [Fact]
    public void DelayAfter_Spreads_SoThatRetriesDoNotMeet()
    {
        var policy = new RetryPolicy(3, TimeSpan.FromSeconds(1));

        Assert.True(Enumerable.Range(0, 50).Select(_ => policy.DelayAfter(1)).Distinct().Count() > 40);
    }
}
