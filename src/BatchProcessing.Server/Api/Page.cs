using System.Globalization;
using BatchProcessing.Documents;
using BatchProcessing.Server.Api.Problems;

namespace BatchProcessing.Server.Api;

/// <summary>A part of a list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="NextCursor">Where the list goes on, or null at its end.</param>
/// <typeparam name="T">An item.</typeparam>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>How many items a page may have.</summary>
internal static class PageLimit
{
    public const int Default = 100;
    public const int Max = 1000;

    /// <exception cref="UploadRejectedException">The text is no number from 1 to 1,000.</exception>
    public static int Parse(string? limit)
    {
        if (string.IsNullOrEmpty(limit)) return Default;
        if (int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 1 and <= Max) return value;
        throw new UploadRejectedException(
            ProblemType.Validation, $"limit is '{(limit.Length <= 20 ? limit : limit[..20])}' but must be 1 to {Max}.");
    }
}
