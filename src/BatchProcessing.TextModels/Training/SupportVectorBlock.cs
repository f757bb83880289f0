using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BatchProcessing.TextModels.Training;

/// <summary>
/// Up to eight one-vs-rest support vector machines with squared hinge loss, trained together by dual coordinate descent
/// (Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008, algorithm 1): one pass over a
/// row's features updates all eight, one in each SIMD lane.
/// </summary>
internal sealed class SupportVectorBlock
{
    /// <summary>Machines in a block.</summary>
    public const int Lanes = 8;

    private readonly SupportVectorProblem _problem;
    private readonly FeatureMatrix _matrix;
    private readonly float[] _scaling;
    private readonly float[] _weights;
    private readonly float[] _alphas;
    private Vector256<float> _biases;

    /// <summary>Prepares to solve a problem; several blocks may solve the same one.</summary>
    public SupportVectorBlock(SupportVectorProblem problem)
    {
        (_problem, _matrix, _scaling) = (problem, problem.Matrix, problem.Scaling);
        _weights = new float[_scaling.Length];
        _alphas = new float[problem.Diagonals.Length];
    }

    /// <summary>Visits every row once, in the given order.</summary>
    public void RunEpoch(int[] order)
    {
        foreach (int row in order)
        {
            Vector256<float> step = Step(row);
            if (step != Vector256<float>.Zero)
                Move(row, step);
        }
    }

    /// <summary>Adds one machine, folded into weights over unscaled features, to an output of <paramref name="target"/>.</summary>
    public void AddTo(LinearWeights target, int output, int lane, float factor)
    {
        target.Biases[output] += factor * _biases[lane];
        float[] weights = target.Weights;
        for (int from = lane, to = output; from < _weights.Length; from += Lanes, to += target.Outputs)
            weights[to] += factor * _weights[from] * _scaling[from];
    }

    /// <summary>Scores of all machines for a row of the problem.</summary>
    public Vector256<float> Score(int row)
    {
        ref float weights = ref MemoryMarshal.GetArrayDataReference(_weights);
        ref float scaling = ref MemoryMarshal.GetArrayDataReference(_scaling);
        ReadOnlySpan<int> features = _matrix.FeaturesOf(row);
        ReadOnlySpan<float> values = _matrix.ValuesOf(row)[..features.Length];
        Vector256<float> score = _biases;
        for (int k = 0; k < features.Length; k++)
        {
            nuint at = (nuint)features[k] * Lanes;
            score += Vector256.LoadUnsafe(ref weights, at) * (Vector256.LoadUnsafe(ref scaling, at) * values[k]);
        }
        return score;
    }

    /// <summary>Moves the row's dual variables to the optimum of their one-dimensional problems; returns the signed change.</summary>
    private Vector256<float> Step(int row)
    {
        nuint at = (nuint)(row * Lanes);
        ref float alphas = ref MemoryMarshal.GetArrayDataReference(_alphas);
        Vector256<float> sign = Signs(_problem.Positives[row]);
        Vector256<float> alpha = Vector256.LoadUnsafe(ref alphas, at);
        Vector256<float> gradient = sign * Score(row) - Vector256<float>.One + alpha * _problem.Slack;
        Vector256<float> diagonal = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_problem.Diagonals), at);
        Vector256<float> moved = Vector256.Max(alpha - gradient / diagonal, Vector256<float>.Zero) & _problem.ActiveLanes;
        moved.StoreUnsafe(ref alphas, at);
        return (moved - alpha) * sign;
    }

    private void Move(int row, Vector256<float> step)
    {
        _biases += step;
        ref float weights = ref MemoryMarshal.GetArrayDataReference(_weights);
        ref float scaling = ref MemoryMarshal.GetArrayDataReference(_scaling);
        ReadOnlySpan<int> features = _matrix.FeaturesOf(row);
        ReadOnlySpan<float> values = _matrix.ValuesOf(row)[..features.Length];
        for (int k = 0; k < features.Length; k++)
        {
            nuint at = (nuint)features[k] * Lanes;
            Vector256<float> change = step * (Vector256.LoadUnsafe(ref scaling, at) * values[k]);
            (Vector256.LoadUnsafe(ref weights, at) + change).StoreUnsafe(ref weights, at);
        }
    }

    /// <summary>+1 in the lanes of set bits, -1 in the others.</summary>
    private static Vector256<float> Signs(byte positives)
    {
        Vector256<int> bits = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        Vector256<int> set = Vector256.Equals(bits & Vector256.Create((int)positives), bits);
        return Vector256.ConditionalSelect(set.AsSingle(), Vector256<float>.One, Vector256.Create(-1f));
    }
}
