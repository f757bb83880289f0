namespace BatchProcessing.TextModels.Training;

/// <summary>
/// Factors by which features are multiplied before the solver sees them. A linear model over scaled features folds back
/// into plain weights, so scaling costs nothing when scoring.
/// </summary>
internal static class FeatureScaling
{
    // Brings the mean squared length of scaled rows near that of the log-count ratios.
    private const float IdfFactor = 0.3f;
    private const float Smoothing = 1;

    /// <summary>Inverse document frequency: log((1 + rows) / (1 + rows with the feature)) + 1, times 0.3.</summary>
    public static void InverseDocumentFrequency(FeatureMatrix matrix, float[] scaling, int stride, int lane)
    {
        int[] frequencies = matrix.DocumentFrequencies();
        for (int f = 0; f < frequencies.Length; f++)
            scaling[f * stride + lane] = matrix.Factors[f] * IdfFactor * (MathF.Log((1f + matrix.Rows) / (1 + frequencies[f])) + 1);
    }

    /// <summary>
    /// Naive Bayes log-count ratios of one output (Wang and Manning, "Baselines and Bigrams", ACL 2012, on presence
    /// counts), written to every <paramref name="stride"/>th entry from <paramref name="lane"/> on.
    /// </summary>
    public static void LogCountRatios(FeatureMatrix matrix, Func<int, bool> isPositive, float[] scaling, int stride, int lane)
    {
        var positive = new float[matrix.FeatureCount];
        var negative = new float[matrix.FeatureCount];
        for (int row = 0; row < matrix.Rows; row++)
        {
            float[] counts = isPositive(row) ? positive : negative;
            foreach (int feature in matrix.FeaturesOf(row))
                counts[feature]++;
        }
        double positiveTotal = Total(positive);
        double negativeTotal = Total(negative);
        float offset = (float)Math.Log(negativeTotal / positiveTotal);
        for (int f = 0; f < positive.Length; f++)
            scaling[f * stride + lane] = matrix.Factors[f] * (MathF.Log((positive[f] + Smoothing) / (negative[f] + Smoothing)) + offset);
    }

    private static double Total(float[] counts)
    {
        double total = 0;
        foreach (float count in counts)
            total += count + Smoothing;
        return total;
    }
}
