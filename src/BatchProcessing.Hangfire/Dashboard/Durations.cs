using System.Globalization;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>How times are written.</summary>
internal static class Durations
{
    /// <summary>In the unit that fits: <c>340 ms</c>, <c>12.3 s</c>, <c>4 min</c>, <c>3 h</c>.</summary>
    public static string Short(TimeSpan time)
    {
        FormattableString text = time switch
        {
            { TotalSeconds: < 1 } => $"{time.TotalMilliseconds:0} ms",
            { TotalMinutes: < 2 } => $"{time.TotalSeconds:0.#} s",
            { TotalHours: < 2 } => $"{time.TotalMinutes:0} min",
            { TotalDays: < 2 } => $"{time.TotalHours:0} h",
            _ => $"{time.TotalDays:0} days",
        };
        return text.ToString(CultureInfo.InvariantCulture);
    }
}
