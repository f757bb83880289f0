namespace BatchProcessing.Reports;

/// <summary>Counts with their shares.</summary>
internal static class Shares
{
    private const int Decimals = 4;

    /// <summary>A part of 1; 0 of nothing.</summary>
    public static double Of(long count, long total) => total == 0 ? 0 : Math.Round((double)count / total, Decimals);

    /// <summary>Counts, the largest first, equal ones by name.</summary>
    public static IReadOnlyList<ReportCount> Of(IEnumerable<(string Name, long Count)> counts, long total) =>
    [
        .. counts.OrderByDescending(c => c.Count).ThenBy(c => c.Name, StringComparer.Ordinal)
            .Select(c => new ReportCount(c.Name, c.Count, Of(c.Count, total))),
    ];
}
