using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>Raw scores of a model for rows.</summary>
internal static class ModelScores
{
    /// <summary>Scores of all outputs, row after row.</summary>
    public static float[] Compute(LinearTextModel model, TrainingRows rows)
    {
        TextScorer scorer = new TextModelSet([model]).CreateScorer();
        var scores = new float[rows.Count * model.Outputs];
        for (int row = 0; row < rows.Count; row++)
        {
            scorer.Read(rows.Texts[row]);
            scorer.ComputeScores(model, scores.AsSpan(row * model.Outputs, model.Outputs));
        }
        return scores;
    }
}
