using System.Globalization;

namespace BatchProcessing.Hangfire.Jobs;

/// <summary>Intervals as cron expressions with seconds.</summary>
public static class CronInterval
{
    /// <summary>
    /// The longest period that a cron expression can say and that is no longer than an interval: whole seconds below a
    /// minute, whole minutes below an hour, whole hours below a day, else a day; a second at least. Where the period does
    /// not divide the next unit, the last turn of each is shorter.
    /// </summary>
    /// <param name="interval">Above zero.</param>
    public static string Of(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        if (interval < TimeSpan.FromMinutes(1)) return $"{Every(Math.Max(1, interval.Seconds))} * * * * *";
        if (interval < TimeSpan.FromHours(1)) return $"0 {Every(interval.Minutes)} * * * *";
        return interval < TimeSpan.FromDays(1) ? $"0 0 {Every(interval.Hours)} * * *" : "0 0 0 * * *";
    }

    private static string Every(int units) => units == 1 ? "*" : string.Create(CultureInfo.InvariantCulture, $"*/{units}");
}
