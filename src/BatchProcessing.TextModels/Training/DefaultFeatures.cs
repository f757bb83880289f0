using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>
/// Chooses n-grams by the amount of text: words and pairs of words always; where there is too little text for most words
/// to be seen often, character n-grams as well; where texts are short, pairs with a word between as well.
/// </summary>
internal static class DefaultFeatures
{
    /// <summary>Bytes of training text from which words alone do as well.</summary>
    private const double LittleText = 7e6;

    /// <summary>Training rows from which words alone do as well.</summary>
    private const int FewRows = 40_000;

    /// <summary>Mean bytes of a text that counts as short.</summary>
    private const double ShortText = 160;

    public static FeatureOptions For(TrainingRows rows)
    {
        bool isLittle = rows.Count <= FewRows && rows.MeanBytes * rows.Count <= LittleText;
        return new FeatureOptions
        {
            WordNgrams = 2,
            SkipBigrams = isLittle && rows.MeanBytes <= ShortText,
            CharacterNgramMin = isLittle ? 2 : 0,
            CharacterNgramMax = isLittle ? 5 : 0,
        };
    }
}
