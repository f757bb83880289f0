using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>
/// Chooses n-grams by the amount of text: words and pairs of words always; where there is too little text for most words
/// to be seen often, character n-grams as well; where texts are short, their first two words with
/// each of the others as well, or, with more rows, pairs with a word between.
/// </summary>
internal static class DefaultFeatures
{
    /// <summary>Bytes of training text from which words alone do as well.</summary>
    private const double LittleText = 7e6;

    /// <summary>Training rows from which words alone do as well.</summary>
    private const int FewRows = 40_000;

    /// <summary>Mean bytes of a text that counts as short.</summary>
    private const double ShortText = 160;

    /// <summary>Rows of short text below which their first two words with each other word say more than pairs with a gap.</summary>
    private const int FewShortRows = 12_000;

    public static FeatureOptions For(TrainingRows rows)
    {
        bool isLittle = rows.Count <= FewRows && rows.MeanBytes * rows.Count <= LittleText;
        bool isShort = isLittle && rows.MeanBytes <= ShortText;
        return new FeatureOptions
        {
            WordNgrams = 2,
            Openings = isShort && rows.Count <= FewShortRows,
            SkipBigrams = isShort && rows.Count > FewShortRows,
            CharacterNgramMin = isLittle ? 2 : 0,
            CharacterNgramMax = isLittle ? 5 : 0,
        };
    }
}
