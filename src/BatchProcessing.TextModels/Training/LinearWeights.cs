namespace BatchProcessing.TextModels.Training;

/// <summary>Float weights while training: one row of outputs a feature, and a bias an output.</summary>
internal sealed class LinearWeights(int features, int outputs)
{
    public int Outputs { get; } = outputs;

    public float[] Weights { get; } = new float[checked(features * outputs)];

    public float[] Biases { get; } = new float[outputs];

    public Span<float> Row(int feature) => Weights.AsSpan(feature * Outputs, Outputs);

    /// <summary>Scores of all outputs for all rows of a matrix over the same features, row after row.</summary>
    public float[] Score(FeatureMatrix matrix)
    {
        var scores = new float[matrix.Rows * Outputs];
        for (int row = 0; row < matrix.Rows; row++)
            Score(matrix, row, scores.AsSpan(row * Outputs, Outputs));
        return scores;
    }

    /// <summary>Scores one row of a matrix into <paramref name="scores"/>.</summary>
    public void Score(FeatureMatrix matrix, int row, Span<float> scores)
    {
        Biases.CopyTo(scores);
        ReadOnlySpan<int> features = matrix.FeaturesOf(row);
        ReadOnlySpan<float> values = matrix.ValuesOf(row);
        for (int k = 0; k < features.Length; k++)
        {
            ReadOnlySpan<float> weights = Row(features[k]);
            for (int i = 0; i < scores.Length; i++)
                scores[i] += weights[i] * values[k];
        }
    }
}
