using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>Chooses n-grams by the data: words and pairs always, character n-grams where texts are short.</summary>
internal static class DefaultFeatures
{
    /// <summary>Mean bytes of a text up to which character n-grams help more than they cost.</summary>
    private const double ShortText = 160;

    public static FeatureOptions For(TrainingRows rows, LabelSet labels)
    {
        bool isShort = rows.MeanBytes <= ShortText && labels.Names.Count > 1;
        return new FeatureOptions
        {
            WordNgrams = 2,
            CharacterNgramMin = isShort ? 3 : 0,
            CharacterNgramMax = isShort ? 5 : 0,
        };
    }
}
