using System.Threading.RateLimiting;
using BatchProcessing.Server.Security;

namespace BatchProcessing.Server.Tests.Security;

public sealed class MinuteWindowTests
{
    private readonly TickingClock _clock = new();

    [Fact]
    public void AttemptAcquire_RefusesUntilTheMinuteIsOver_WhenAllAreTaken()
    {
        using var window = new MinuteWindow(2, _clock);
        _clock.Advance(TimeSpan.FromSeconds(15));
        Assert.True(window.AttemptAcquire().IsAcquired);
        Assert.True(window.AttemptAcquire().IsAcquired);

        using RateLimitLease refused = window.AttemptAcquire();

        Assert.False(refused.IsAcquired);
        Assert.True(refused.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait));
        Assert.Equal(TimeSpan.FromSeconds(45), wait);
        _clock.Advance(TimeSpan.FromSeconds(44.9));
        Assert.False(window.AttemptAcquire().IsAcquired);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(window.AttemptAcquire().IsAcquired);
        Assert.Equal(1, window.GetStatistics()!.CurrentAvailablePermits);
    }

    [Fact]
    public async Task AttemptAcquire_GivesNoMoreThanThereAre_ToManyAtATime()
    {
        using var window = new MinuteWindow(1_000, _clock);

        int[] taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Enumerable.Range(0, 500).Count(_ => window.AttemptAcquire().IsAcquired))));

        Assert.Equal(1_000, taken.Sum());
        Assert.Equal((1_000L, 3_000L), (window.GetStatistics()!.TotalSuccessfulLeases, window.GetStatistics()!.TotalFailedLeases));
    }

    [Fact]
    public void IdleDuration_BeginsWithTheEndOfTheMinute()
    {
        using var window = new MinuteWindow(1, _clock);
        window.AttemptAcquire();
        Assert.Null(window.IdleDuration);

        _clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(TimeSpan.FromSeconds(1), window.IdleDuration);
    }
}
