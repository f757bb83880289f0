using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.TextModels.Training;

/// <summary>Measures a model on labelled rows.</summary>
public static class ModelEvaluator
{
    /// <summary>Scores every row and compares with its label.</summary>
    public static ClassificationReport Evaluate(ITextModel model, IEnumerable<LabeledText> rows)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        var labels = new LabelSet(model.Labels, model.IsMultiLabel);
        return Evaluate(model, TrainingRows.From(rows, labels));
    }

    internal static ClassificationReport Evaluate(ITextModel model, TrainingRows rows)
    {
        TextScorer scorer = new TextModelSet([model]).CreateScorer();
        var tally = new ClassificationTally(model.Labels, model.IsMultiLabel);
        var probabilities = new float[model.Labels.Count];
        for (int row = 0; row < rows.Count; row++)
        {
            scorer.Read(rows.Texts[row]);
            int best = scorer.Score(0, probabilities);
            tally.Add(rows.Labels[row], probabilities, best);
        }
        return tally.ToReport();
    }
}
