using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.Analyses;

/// <summary>Whether a document is negative, neutral or positive, by the model of its language.</summary>
/// <param name="models">The models of the plan.</param>
/// <param name="languageModel">The index of the language model.</param>
/// <param name="modelByLanguage">The index of the sentiment model for each supported language.</param>
public sealed class SentimentAnalysis(TextModelSet models, int languageModel, IReadOnlyDictionary<string, int> modelByLanguage)
    : LanguageRoutedAnalysis(models, languageModel, modelByLanguage)
{
    /// <summary>The analysis' name.</summary>
    public const string AnalysisName = "sentiment";

    /// <inheritdoc/>
    public override string Name => AnalysisName;
}
