using System.Globalization;

namespace BatchProcessing.Documents.Office;

/// <summary>Dates of workbooks, which are numbers of days.</summary>
internal static class CellDate
{
    private const double LastDay = 2_958_466; // the end of the year 9999
    private const int DaysFrom1900To1904 = 1462;

    /// <summary>The date as ISO 8601 without a zone: <c>2026-01-31</c>, or with a time where it has one.</summary>
    /// <returns>Null when the number is no date.</returns>
    public static string? Format(double days, bool countsFrom1904)
    {
        if (countsFrom1904) days += DaysFrom1900To1904;
        return days is >= 0 and < LastDay ? Format(DateTime.FromOADate(days)) : null;
    }

    /// <summary>A date as <see cref="Format(double, bool)"/> gives it.</summary>
    public static string Format(DateTime date) =>
        date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
