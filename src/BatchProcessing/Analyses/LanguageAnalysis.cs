using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.Analyses;

/// <summary>Which language a document is written in, as an ISO 639-1 code.</summary>
/// <param name="models">The models of the plan.</param>
/// <param name="languageModel">The index of the language model.</param>
public sealed class LanguageAnalysis(TextModelSet models, int languageModel) : IAnalysis
{
    /// <summary>The analysis' name.</summary>
    public const string AnalysisName = "language";

    /// <inheritdoc/>
    public string Name => AnalysisName;

    /// <inheritdoc/>
    public int MaxLabels { get; } = models.Models[languageModel].Labels.Count;

    /// <inheritdoc/>
    public Prediction Predict(DocumentScorer document, Span<float> scores)
    {
        int language = document.Language();
        document.LanguageScores.CopyTo(scores);
        return new Prediction(languageModel, language);
    }

    /// <inheritdoc/>
    public string ReasonFor(int reason) => "";
}
