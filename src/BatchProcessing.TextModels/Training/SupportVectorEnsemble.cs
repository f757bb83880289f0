using System.Runtime.Intrinsics;

namespace BatchProcessing.TextModels.Training;

/// <summary>
/// For every output two support vector machines, one over log-count ratios and one over inverse document frequencies,
/// trained side by side and folded into one set of weights. The mean of the two is more accurate than either.
/// </summary>
internal sealed class SupportVectorEnsemble
{
    private const int Views = 2;
    private const int ScaleSample = 2000;

    private readonly FeatureMatrix _matrix;
    private readonly SupportVectorBlock[] _blocks;
    private readonly int _outputs;
    private readonly ParallelOptions _parallel;
    private readonly Random _random;
    private readonly int[] _order;

    /// <summary>Machines, in whole blocks, for a number of outputs.</summary>
    public static int MachineCount(int outputs)
        => (outputs * Views + SupportVectorBlock.Lanes - 1) / SupportVectorBlock.Lanes * SupportVectorBlock.Lanes;

    /// <summary>Prepares the machines.</summary>
    /// <param name="matrix">The rows to learn from.</param>
    /// <param name="isPositive">Whether a row (first argument) belongs to an output (second).</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="cost">The cost C of an error.</param>
    /// <param name="seed">Seed of the order of the rows.</param>
    /// <param name="parallel">How many threads to use, and when to stop.</param>
    public SupportVectorEnsemble(
        FeatureMatrix matrix, Func<int, int, bool> isPositive, int outputs, float cost, int seed, ParallelOptions parallel)
    {
        (_matrix, _outputs, _parallel, _random) = (matrix, outputs, parallel, new Random(seed));
        _order = [.. Enumerable.Range(0, matrix.Rows)];
        int machines = outputs * Views;
        _blocks = new SupportVectorBlock[MachineCount(outputs) / SupportVectorBlock.Lanes];
        Parallel.For(0, _blocks.Length, parallel, block =>
        {
            int first = block * SupportVectorBlock.Lanes;
            int count = Math.Min(SupportVectorBlock.Lanes, machines - first);
            _blocks[block] = CreateBlock(matrix, isPositive, first, count, cost);
        });
    }

    private static SupportVectorBlock CreateBlock(
        FeatureMatrix matrix, Func<int, int, bool> isPositive, int first, int count, float cost)
    {
        var scaling = new float[checked(matrix.FeatureCount * SupportVectorBlock.Lanes)];
        var positives = new byte[matrix.Rows];
        for (int lane = 0; lane < count; lane++)
        {
            int output = (first + lane) / Views;
            if ((first + lane) % Views == 0)
                FeatureScaling.LogCountRatios(matrix, row => isPositive(row, output), scaling, SupportVectorBlock.Lanes, lane);
            else
                FeatureScaling.InverseDocumentFrequency(matrix, scaling, SupportVectorBlock.Lanes, lane);
            for (int row = 0; row < matrix.Rows; row++)
                if (isPositive(row, output))
                    positives[row] |= (byte)(1 << lane);
        }
        return new SupportVectorBlock(matrix, positives, scaling, count, cost);
    }

    /// <summary>One pass over all rows in a new order.</summary>
    public void RunEpoch()
    {
        _random.Shuffle(_order);
        Parallel.ForEach(_blocks, _parallel, block => block.RunEpoch(_order));
    }

    /// <summary>The weights so far: the sum of the views, each brought to a mean absolute score of 1.</summary>
    public LinearWeights Fold()
    {
        var weights = new LinearWeights(_matrix.FeatureCount, _outputs);
        float[] factors = ViewFactors();
        for (int machine = 0; machine < _outputs * Views; machine++)
        {
            SupportVectorBlock block = _blocks[machine / SupportVectorBlock.Lanes];
            block.AddTo(weights, machine / Views, machine % SupportVectorBlock.Lanes, factors[machine % Views]);
        }
        return weights;
    }

    /// <summary>Scores of all outputs for the rows of another matrix over the same features, row after row.</summary>
    public float[] Score(FeatureMatrix matrix)
    {
        float[] factors = ViewFactors();
        var scores = new float[matrix.Rows * _outputs];
        Parallel.For(0, matrix.Rows, _parallel, row =>
        {
            for (int machine = 0; machine < _outputs * Views; machine += SupportVectorBlock.Lanes)
            {
                Vector256<float> lanes = _blocks[machine / SupportVectorBlock.Lanes].Score(matrix, row);
                for (int m = machine; m < Math.Min(machine + SupportVectorBlock.Lanes, _outputs * Views); m++)
                    scores[row * _outputs + m / Views] += factors[m % Views] * lanes[m - machine];
            }
        });
        return scores;
    }

    private float[] ViewFactors()
    {
        var sums = new double[Views];
        int rows = Math.Min(ScaleSample, _matrix.Rows);
        for (int machine = 0; machine < _outputs * Views; machine += SupportVectorBlock.Lanes)
        {
            Vector256<float> sum = Vector256<float>.Zero;
            for (int row = 0; row < rows; row++)
                sum += Vector256.Abs(_blocks[machine / SupportVectorBlock.Lanes].Score(_matrix, row));
            for (int lane = 0; lane < SupportVectorBlock.Lanes && machine + lane < _outputs * Views; lane++)
                sums[lane % Views] += sum[lane];
        }
        return Array.ConvertAll(sums, sum => (float)((double)rows * _outputs / Math.Max(sum, 1e-9)));
    }
}
