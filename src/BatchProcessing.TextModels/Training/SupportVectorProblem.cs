using System.Runtime.Intrinsics;

namespace BatchProcessing.TextModels.Training;

/// <summary>What up to eight support vector machines are to learn, one in each SIMD lane; never changed by learning.</summary>
internal sealed class SupportVectorProblem
{
    private const int Lanes = SupportVectorBlock.Lanes;

    /// <summary>Prepares a problem.</summary>
    /// <param name="matrix">The rows to learn from.</param>
    /// <param name="positives">For each row a bit for each machine whose positive class it is in.</param>
    /// <param name="scaling">Eight factors a feature, one for each machine; 0 for machines that are not in use.</param>
    /// <param name="costs">The cost C of an error, one a machine in use; 1 to 8.</param>
    public SupportVectorProblem(FeatureMatrix matrix, byte[] positives, float[] scaling, ReadOnlySpan<float> costs)
    {
        (Matrix, Positives, Scaling) = (matrix, positives, scaling);
        Span<float> slack = stackalloc float[Lanes];
        slack.Fill(1);
        for (int lane = 0; lane < costs.Length; lane++)
            slack[lane] = 0.5f / costs[lane];
        Slack = Vector256.Create<float>(slack);
        ActiveLanes = Vector256.LessThan(Vector256.CreateSequence(0f, 1f), Vector256.Create((float)costs.Length));
        Diagonals = new float[checked(matrix.Rows * Lanes)];
        for (int row = 0; row < matrix.Rows; row++)
            SquaredLength(row).StoreUnsafe(ref Diagonals[row * Lanes]);
    }

    /// <summary>The rows to learn from.</summary>
    public FeatureMatrix Matrix { get; }

    /// <summary>For each row a bit for each machine whose positive class it is in.</summary>
    public byte[] Positives { get; }

    /// <summary>Factors of the features, eight a feature.</summary>
    public float[] Scaling { get; }

    /// <summary>Second derivatives of the dual problem, eight a row: squared length of the scaled row, and the slack.</summary>
    public float[] Diagonals { get; }

    /// <summary>What the squared hinge loss adds to the diagonal: 1 / 2C.</summary>
    public Vector256<float> Slack { get; }

    /// <summary>All bits set in the lanes of machines in use.</summary>
    public Vector256<float> ActiveLanes { get; }

    private Vector256<float> SquaredLength(int row)
    {
        ReadOnlySpan<int> features = Matrix.FeaturesOf(row);
        ReadOnlySpan<float> values = Matrix.ValuesOf(row);
        Vector256<float> sum = Vector256<float>.One + Slack; // 1 for the bias
        for (int k = 0; k < features.Length; k++)
        {
            Vector256<float> value = Vector256.LoadUnsafe(ref Scaling[features[k] * Lanes]) * values[k];
            sum += value * value;
        }
        return sum;
    }
}
