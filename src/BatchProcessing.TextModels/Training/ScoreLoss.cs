using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>How well scores fit the labels of rows.</summary>
internal sealed class ScoreLoss(IReadOnlyList<int[]> labels, IReadOnlyList<string> labelNames, bool isMultiLabel)
{
    private const double LeastProbability = 1e-9;
    private readonly float[] _probabilities = new float[labelNames.Count];

    /// <summary>Negative logarithm of the probability of the row's labels; the mean over labels when they are independent.</summary>
    private double LogLoss(int row, ReadOnlySpan<float> scores)
    {
        Probabilities.FromScores(scores, isMultiLabel, _probabilities);
        if (!isMultiLabel)
            return labels[row].Length == 0 ? 0 : -Math.Log(Math.Max(LeastProbability, _probabilities[labels[row][0]]));
        double sum = 0;
        for (int i = 0; i < _probabilities.Length; i++)
        {
            bool isTrue = Array.BinarySearch(labels[row], i) >= 0;
            sum -= Math.Log(Math.Max(LeastProbability, isTrue ? _probabilities[i] : 1 - _probabilities[i]));
        }
        return sum / _probabilities.Length;
    }

    /// <summary>Mean log-loss of all rows, scores multiplied by <paramref name="factor"/>.</summary>
    public double MeanLogLoss(float[] scores, float factor)
    {
        int outputs = scores.Length / Math.Max(1, labels.Count);
        var scaled = new float[outputs];
        double sum = 0;
        for (int row = 0; row < labels.Count; row++)
        {
            for (int i = 0; i < outputs; i++)
                scaled[i] = factor * scores[row * outputs + i];
            sum += LogLoss(row, scaled);
        }
        return sum / Math.Max(1, labels.Count);
    }

    /// <summary>Share of rows whose best label is right; the share of all decisions when labels are independent.</summary>
    public double Accuracy(float[] scores)
    {
        int outputs = scores.Length / Math.Max(1, labels.Count);
        double correct = 0;
        for (int row = 0; row < labels.Count; row++)
            correct += Correctness(row, scores.AsSpan(row * outputs, outputs));
        return correct / Math.Max(1, labels.Count);
    }

    /// <summary>Accuracy plus macro-F1: rare labels count, but not more than the rest.</summary>
    public double Quality(float[] scores)
    {
        int outputs = scores.Length / Math.Max(1, labels.Count);
        var tally = new ClassificationTally(labelNames, isMultiLabel);
        for (int row = 0; row < labels.Count; row++)
        {
            int best = Probabilities.FromScores(scores.AsSpan(row * outputs, outputs), isMultiLabel, _probabilities);
            tally.Add(labels[row], _probabilities, best);
        }
        ClassificationReport report = tally.ToReport();
        return report.MicroF1 + report.MacroF1;
    }

    private double Correctness(int row, ReadOnlySpan<float> scores)
    {
        int best = Probabilities.FromScores(scores, isMultiLabel, _probabilities);
        if (!isMultiLabel)
            return labels[row].Length == 1 && labels[row][0] == best ? 1 : 0;
        int correct = 0;
        for (int i = 0; i < scores.Length; i++)
            correct += scores[i] > 0 == Array.BinarySearch(labels[row], i) >= 0 ? 1 : 0;
        return (double)correct / scores.Length;
    }
}
