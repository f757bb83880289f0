using System.Globalization;
using System.Net;
using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>HTML in which every value is encoded, unless it is markup itself: names of batches are the callers'.</summary>
internal static class Markup
{
    /// <summary>Nothing.</summary>
    public static NonEscapedString Empty { get; } = new("");

    /// <summary>Markup with values.</summary>
    public static NonEscapedString Of(FormattableString markup)
    {
        object?[] values = [.. markup.GetArguments().Select(a => a is NonEscapedString ? a : new Encoded(a))];
        return new NonEscapedString(string.Format(CultureInfo.InvariantCulture, markup.Format, values));
    }

    /// <summary>Pieces one after the other.</summary>
    public static NonEscapedString Join(IEnumerable<NonEscapedString> pieces) => new(string.Concat(pieces));

    private sealed class Encoded(object? value) : IFormattable
    {
        public string ToString(string? format, IFormatProvider? provider) => WebUtility.HtmlEncode(
            value is IFormattable formattable ? formattable.ToString(format, provider) : value?.ToString() ?? "");
    }
}
