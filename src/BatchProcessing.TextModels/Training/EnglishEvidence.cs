using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>Whether texts are in English.</summary>
internal static class EnglishEvidence
{
    /// <summary>Share of short English texts with the word "the" is far above this, of those in other languages far below.</summary>
    private const double Least = 0.1;

    private static readonly uint The = FeatureHash.Unigram(FeatureHash.Word("the"u8));

    /// <summary>Whether enough of the texts have the commonest English word.</summary>
    public static bool IsEnglish(TrainingRows rows)
    {
        var text = new TextFeatures();
        int found = 0;
        foreach (byte[] row in rows.Texts)
        {
            text.Read(row);
            found += text.Unigrams.Contains(The) ? 1 : 0;
        }
        return found >= Least * rows.Count;
    }
}
