using System.Globalization;

namespace BatchProcessing.Documents;

/// <summary>Texts out of uploads as they are shown in messages: nothing of theirs is trusted.</summary>
internal static class MessageText
{
    private const int MaxShown = 40;

    /// <summary>The beginning of a text, at most 40 characters, without those that break lines, steer terminals or turn the direction.</summary>
    public static string Shorten(string text) =>
        string.Concat(text.Take(MaxShown).Where(IsShown)) + (text.Length <= MaxShown ? "" : "…");

    private static bool IsShown(char c) => char.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
