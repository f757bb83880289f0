using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.Analyses;

/// <summary>The most probable label of one model, whatever the language: <c>classification</c>, and any analysis whose model the caller names.</summary>
/// <param name="name">The analysis' name.</param>
/// <param name="models">The models of the plan.</param>
/// <param name="model">The index of the one to use.</param>
public sealed class SingleModelAnalysis(string name, TextModelSet models, int model) : IAnalysis
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int MaxLabels { get; } = models.Models[model].Labels.Count;

    /// <inheritdoc/>
    public Prediction Predict(DocumentScorer document, Span<float> scores) => new(model, document.Score(model, scores));

    /// <inheritdoc/>
    public string ReasonFor(int reason) => "";
}
