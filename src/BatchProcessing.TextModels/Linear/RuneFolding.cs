using System.Globalization;
using System.Text;

namespace BatchProcessing.TextModels.Linear;

/// <summary>Sorts code points into <see cref="RuneKind"/> by Unicode category and script block.</summary>
internal static class RuneFolding
{
    public static RuneKind Classify(Rune rune)
    {
        int value = rune.Value;
        if (value == Rune.ReplacementChar.Value)
            return RuneKind.Separator;
        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.UppercaseLetter:
            case UnicodeCategory.LowercaseLetter:
            case UnicodeCategory.TitlecaseLetter:
            case UnicodeCategory.DecimalDigitNumber:
            case UnicodeCategory.LetterNumber:
            case UnicodeCategory.OtherNumber:
                return RuneKind.Word;
            case UnicodeCategory.ModifierLetter:
            case UnicodeCategory.OtherLetter:
                return IsWrittenWithoutSpaces(value) ? RuneKind.WordByItself : RuneKind.Word;
            case UnicodeCategory.NonSpacingMark:
            case UnicodeCategory.SpacingCombiningMark:
            case UnicodeCategory.EnclosingMark:
                return value is >= 0xFE00 and <= 0xFE0F or 0x20E3 ? RuneKind.Ignored : RuneKind.Word;
            case UnicodeCategory.OtherSymbol:
            case UnicodeCategory.CurrencySymbol:
                return RuneKind.WordByItself;
            case UnicodeCategory.Format:
                return RuneKind.Ignored;
            case UnicodeCategory.ModifierSymbol:
                return value is >= 0x1F3FB and <= 0x1F3FF ? RuneKind.Ignored : RuneKind.Separator;
            default:
                return RuneKind.Separator;
        }
    }

    /// <summary>Thai, Lao, Myanmar, Khmer, kana, Bopomofo and Han; ranges are the blocks of the Unicode Standard.</summary>
    private static bool IsWrittenWithoutSpaces(int value) => value
        is (>= 0x0E00 and <= 0x0EFF)
        or (>= 0x1000 and <= 0x109F)
        or (>= 0x1780 and <= 0x17FF)
        or (>= 0x3005 and <= 0x312F)
        or (>= 0x3400 and <= 0x9FFF)
        or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFF66 and <= 0xFF9F)
        or (>= 0x1B000 and <= 0x1B16F)
        or (>= 0x20000 and <= 0x3FFFF);
}
