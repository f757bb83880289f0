using System.Globalization;

namespace BatchProcessing.Server.Tests.Telemetry;

/// <summary>What a scrape brought: each series, with its labels, and its value.</summary>
internal static class Scrape
{
    public static Dictionary<string, double> Of(string text) => text
        .Replace("{}", "", StringComparison.Ordinal) // no labels
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#')
        .ToDictionary(l => l[..l.LastIndexOf(' ')], l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
