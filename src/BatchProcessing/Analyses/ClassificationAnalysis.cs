using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.Analyses;

/// <summary>What a document is about: the most probable label of one model.</summary>
/// <param name="models">The models of the plan.</param>
/// <param name="model">The index of the one to use.</param>
public sealed class ClassificationAnalysis(TextModelSet models, int model) : IAnalysis
{
    /// <summary>The analysis' name.</summary>
    public const string AnalysisName = "classification";

    /// <inheritdoc/>
    public string Name => AnalysisName;

    /// <inheritdoc/>
    public int MaxLabels { get; } = models.Models[model].Labels.Count;

    /// <inheritdoc/>
    public Prediction Predict(DocumentScorer document, Span<float> scores) => new(model, document.Score(model, scores));

    /// <inheritdoc/>
    public string ReasonFor(int reason) => "";
}
