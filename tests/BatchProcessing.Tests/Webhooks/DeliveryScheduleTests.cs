using BatchProcessing.Webhooks;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Tests.Webhooks;

public sealed class DeliveryScheduleTests
{
    private readonly DeliverySchedule _schedule = new(Options.Create(new WebhookOptions()));

    [Fact]
    public void DelayAfter_SumsToAboutThreeDays_OverTenTries()
    {
        TimeSpan[] delays = [.. Enumerable.Range(1, 9).Select(n => _schedule.DelayAfter(n, null)!.Value)];

        Assert.InRange(delays.Sum(d => d.TotalDays), 2.9 * 0.8, 3.0 * 1.2);
        Assert.InRange(delays[0].TotalSeconds, 4, 6);
        Assert.InRange(delays[1].TotalSeconds, 20, 30);
        Assert.InRange(delays[8].TotalHours, 22 * 0.8, 22 * 1.2);
        Assert.Null(_schedule.DelayAfter(10, null));
        Assert.Null(_schedule.DelayAfter(10, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void DelayAfter_DoesNotComeTogether_ForManyDeliveries() =>
        Assert.True(Enumerable.Range(0, 20).Select(_ => _schedule.DelayAfter(3, null)).Distinct().Count() > 10);

    [Theory]
    [InlineData(600, 600, 600)] // longer than the schedule: honoured
    [InlineData(-5, 4, 6)] // in the past: no reason to come earlier
    [InlineData(1, 4, 6)]
    [InlineData(1e9, 22 * 3600, 22 * 3600)] // capped
    public void DelayAfter_HonoursRetryAfter(double asked, double least, double most) =>
        Assert.InRange(_schedule.DelayAfter(1, TimeSpan.FromSeconds(asked))!.Value.TotalSeconds, least, most);
}
