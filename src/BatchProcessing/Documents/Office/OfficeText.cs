using System.Globalization;

namespace BatchProcessing.Documents.Office;

/// <summary>Numbers as the texts that people take them for.</summary>
internal static class OfficeText
{
    /// <summary>A number as it stands in a sheet: a date in ISO 8601, a whole number without an exponent, or as it is.</summary>
    public static string OfNumber(string raw, bool isDate, bool countsFrom1904)
    {
        if (isDate && double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out double days)
            && CellDate.Format(days, countsFrom1904) is { } date) return date;
        return raw.AsSpan().IndexOfAny('e', 'E') >= 0 && decimal.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            ? number.ToString("0.############################", CultureInfo.InvariantCulture)
            : raw;
    }
}
