namespace BatchProcessing.TextModels.Training;

/// <summary>
/// Finds the factor by which scores are multiplied so that probabilities fit held-back rows best (Guo et al., "On
/// Calibration of Modern Neural Networks", ICML 2017): the minimum of the log-loss, by golden-section search.
/// </summary>
internal static class TemperatureScaling
{
    private const double MinFactor = 1.0 / 64;
    private const double MaxFactor = 64;
    private const int Steps = 24;

    /// <summary>The best factor for scores of all outputs, row after row.</summary>
    public static float Fit(float[] scores, ScoreLoss loss)
    {
        double low = Math.Log(MinFactor);
        double high = Math.Log(MaxFactor);
        double ratio = (Math.Sqrt(5) - 1) / 2;
        double left = high - ratio * (high - low);
        double right = low + ratio * (high - low);
        (double leftLoss, double rightLoss) = (Loss(left), Loss(right));
        for (int i = 0; i < Steps; i++)
        {
            if (leftLoss < rightLoss)
            {
                (high, right, rightLoss) = (right, left, leftLoss);
                leftLoss = Loss(left = high - ratio * (high - low));
            }
            else
            {
                (low, left, leftLoss) = (left, right, rightLoss);
                rightLoss = Loss(right = low + ratio * (high - low));
            }
        }
        return (float)Math.Exp((low + high) / 2);

        double Loss(double logFactor) => loss.MeanLogLoss(scores, (float)Math.Exp(logFactor));
    }
}
