using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>
/// Chooses n-grams by the amount of text: words and pairs of words always; where there is too little text for most words
/// to be seen often, character n-grams as well; where texts are short and their first two words give the label away, the
/// n-grams of the opening and, in English, the kinds of nouns; where they do not and there are rows enough, pairs with a word between.
/// </summary>
internal static class DefaultFeatures
{
    /// <summary>Bytes of training text from which words alone do as well.</summary>
    private const double LittleText = 7e6;

    /// <summary>Training rows from which words alone do as well.</summary>
    private const int FewRows = 40_000;

    /// <summary>Mean bytes of a text that counts as short.</summary>
    private const double ShortText = 160;

    /// <summary>Rows of short text from which pairs with a word between are seen often enough to help.</summary>
    private const int RowsForSkipBigrams = 12_000;

    /// <summary>
    /// Accuracy that the first two words must add for openings to help. Measured by cross-validation: types of questions
    /// (0.44) gain by openings; intents, opinions and spam (below 0.21) lose.
    /// </summary>
    private const double TellingOpening = 0.3;

    public static FeatureOptions For(TrainingRows rows)
    {
        bool isLittle = rows.Count <= FewRows && rows.MeanBytes * rows.Count <= LittleText;
        bool isShort = isLittle && rows.MeanBytes <= ShortText;
        bool isTelling = isShort && OpeningEvidence.Gain(rows) >= TellingOpening;
        return new FeatureOptions
        {
            WordNgrams = 2,
            Openings = isTelling,
            NounKinds = isTelling && EnglishEvidence.IsEnglish(rows),
            SkipBigrams = isShort && !isTelling && rows.Count > RowsForSkipBigrams,
            CharacterNgramMin = isLittle ? 2 : 0,
            CharacterNgramMax = isLittle ? 5 : 0,
        };
    }

    /// <summary>
    /// Whether words learn from those that look alike: where texts are short and many and have no character n-grams, which
    /// say the same. In long texts (news, film reviews) it took a quarter of a point off.
    /// </summary>
    public static bool LearnsWordParts(TrainingRows rows, in FeatureOptions features) =>
        !features.HasCharacterNgrams && rows.Count > FewRows && rows.MeanBytes <= ShortText;
}
