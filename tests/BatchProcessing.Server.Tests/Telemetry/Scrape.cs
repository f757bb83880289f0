using System.Globalization;

namespace BatchProcessing.Server.Tests.Telemetry;

/// <summary>
/// What a scrape brought: each series, with its labels, and its value. A series that is there more than once, as where
/// several services run in one process, is summed.
/// </summary>
internal static class Scrape
{
    public static Dictionary<string, double> Of(string text) => text
        .Replace("{}", "", StringComparison.Ordinal) // no labels
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#')
        .GroupBy(l => l[..l.LastIndexOf(' ')], l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture))
        .ToDictionary(series => series.Key, series => series.Sum());
}
