using System.Runtime.Intrinsics;

namespace BatchProcessing.TextModels.Linear;

/// <summary>Turns scores into probabilities.</summary>
internal static class Probabilities
{
    /// <summary>
    /// Softmax over exclusive labels, a sigmoid for each label otherwise. Two exclusive labels have one score, that of
    /// the second. Returns the index of the largest.
    /// </summary>
    public static int FromScores(ReadOnlySpan<float> scores, bool isMultiLabel, Span<float> probabilities)
    {
        if (isMultiLabel)
            return Sigmoids(scores, probabilities);
        if (probabilities.Length != 2)
            return Softmax(scores, probabilities);
        probabilities[1] = Sigmoid(scores[0]);
        probabilities[0] = 1 - probabilities[1];
        return scores[0] > 0 ? 1 : 0;
    }

    public static float Sigmoid(float score) => 1 / (1 + MathF.Exp(-score));

    private static int Sigmoids(ReadOnlySpan<float> scores, Span<float> probabilities)
    {
        for (int i = 0; i < scores.Length; i++)
            probabilities[i] = Sigmoid(scores[i]);
        return IndexOfMax(scores);
    }

    private static int Softmax(ReadOnlySpan<float> scores, Span<float> probabilities)
    {
        int best = IndexOfMax(scores);
        int i = 0;
        Vector256<float> sums = Vector256<float>.Zero;
        for (; i <= scores.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> powers = Vector256.Exp(Vector256.Create(scores[i..]) - Vector256.Create(scores[best]));
            powers.CopyTo(probabilities[i..]);
            sums += powers;
        }
        float sum = Vector256.Sum(sums);
        for (; i < scores.Length; i++)
            sum += probabilities[i] = MathF.Exp(scores[i] - scores[best]);
        float factor = 1 / sum;
        for (i = 0; i < scores.Length; i++)
            probabilities[i] *= factor;
        return best;
    }

    private static int IndexOfMax(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
            if (scores[i] > scores[best])
                best = i;
        return best;
    }
}
