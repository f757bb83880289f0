using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.Analyses;

/// <summary>Which emotion a document shows, by the model of its language.</summary>
/// <param name="models">The models of the plan.</param>
/// <param name="languageModel">The index of the language model.</param>
/// <param name="modelByLanguage">The index of the emotion model for each supported language.</param>
public sealed class EmotionAnalysis(TextModelSet models, int languageModel, IReadOnlyDictionary<string, int> modelByLanguage)
    : LanguageRoutedAnalysis(models, languageModel, modelByLanguage)
{
    /// <summary>The analysis' name.</summary>
    public const string AnalysisName = "emotion";

    /// <inheritdoc/>
    public override string Name => AnalysisName;
}
