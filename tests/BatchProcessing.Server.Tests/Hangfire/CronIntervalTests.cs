using BatchProcessing.Hangfire.Jobs;

namespace BatchProcessing.Server.Tests.Hangfire;

public sealed class CronIntervalTests
{
    [Theory]
    [InlineData("00:00:00.100", "* * * * * *")]
    [InlineData("00:00:01", "* * * * * *")]
    [InlineData("00:00:05", "*/5 * * * * *")]
    [InlineData("00:00:59.9", "*/59 * * * * *")]
    [InlineData("00:01:00", "0 * * * * *")]
    [InlineData("00:01:30", "0 * * * * *")]
    [InlineData("00:10:00", "0 */10 * * * *")]
    [InlineData("01:00:00", "0 0 * * * *")]
    [InlineData("05:30:00", "0 0 */5 * * *")]
    [InlineData("1.00:00:00", "0 0 0 * * *")]
    [InlineData("3.00:00:00", "0 0 0 * * *")]
    public void Of_IsTheLongestPeriod_WithinTheInterval(string interval, string expected) =>
        Assert.Equal(expected, CronInterval.Of(TimeSpan.Parse(interval, System.Globalization.CultureInfo.InvariantCulture)));
}
