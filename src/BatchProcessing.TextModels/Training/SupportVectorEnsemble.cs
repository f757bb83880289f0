using System.Runtime.Intrinsics;

namespace BatchProcessing.TextModels.Training;

/// <summary>
/// For every output two support vector machines, one over log-count ratios and one over inverse document frequencies,
/// trained side by side and folded into one set of weights. The mean of the two is more accurate than either, and so is
/// the mean of several runs that see the rows in different orders and stop before any has converged.
/// </summary>
internal sealed class SupportVectorEnsemble
{
    private const int Views = 2;
    private const int ScaleSample = 2000;

    private readonly FeatureMatrix _matrix;
    private readonly SupportVectorRun[] _runs;
    private readonly int _outputs;
    private readonly ParallelOptions _parallel;

    /// <summary>Machines, in whole blocks, for a number of outputs.</summary>
    public static int MachineCount(int outputs)
        => (outputs * Views + SupportVectorBlock.Lanes - 1) / SupportVectorBlock.Lanes * SupportVectorBlock.Lanes;

    /// <summary>Prepares the machines.</summary>
    /// <param name="matrix">The rows to learn from.</param>
    /// <param name="isPositive">Whether a row (first argument) belongs to an output (second).</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="cost">The cost C of an error.</param>
    /// <param name="seed">Seed of the orders of the rows.</param>
    /// <param name="runs">Runs whose mean is taken, each with an order of its own.</param>
    /// <param name="parallel">How many threads to use, and when to stop.</param>
    public SupportVectorEnsemble(
        FeatureMatrix matrix, Func<int, int, bool> isPositive, int outputs, float cost, int seed, int runs, ParallelOptions parallel)
    {
        (_matrix, _outputs, _parallel) = (matrix, outputs, parallel);
        int machines = outputs * Views;
        var problems = new SupportVectorProblem[MachineCount(outputs) / SupportVectorBlock.Lanes];
        Parallel.For(0, problems.Length, parallel, block =>
        {
            int first = block * SupportVectorBlock.Lanes;
            int count = Math.Min(SupportVectorBlock.Lanes, machines - first);
            problems[block] = CreateProblem(matrix, isPositive, first, count, cost);
        });
        _runs = [.. Enumerable.Range(0, runs).Select(run => new SupportVectorRun(problems, seed, run))];
    }

    private static SupportVectorProblem CreateProblem(
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
        return new SupportVectorProblem(matrix, positives, scaling, count, cost);
    }

    /// <summary>One pass over all rows, in every run in a new order.</summary>
    public void RunEpoch()
    {
        foreach (SupportVectorRun run in _runs)
            run.ShuffleRows();
        Parallel.ForEach(_runs.SelectMany(run => run.Blocks, (run, block) => (run, block)), _parallel, pair => pair.block.RunEpoch(pair.run.Order));
    }

    /// <summary>The weights so far: the sum of views and runs, each brought to a mean absolute score of 1.</summary>
    public LinearWeights Fold()
    {
        var weights = new LinearWeights(_matrix.FeatureCount, _outputs);
        foreach (SupportVectorRun run in _runs)
        {
            float[] factors = ViewFactors(run.Blocks);
            for (int machine = 0; machine < _outputs * Views; machine++)
            {
                SupportVectorBlock block = run.Blocks[machine / SupportVectorBlock.Lanes];
                block.AddTo(weights, machine / Views, machine % SupportVectorBlock.Lanes, factors[machine % Views] / _runs.Length);
            }
        }
        return weights;
    }

    private float[] ViewFactors(SupportVectorBlock[] blocks)
    {
        var sums = new double[Views];
        int rows = Math.Min(ScaleSample, _matrix.Rows);
        for (int machine = 0; machine < _outputs * Views; machine += SupportVectorBlock.Lanes)
        {
            Vector256<float> sum = Vector256<float>.Zero;
            for (int row = 0; row < rows; row++)
                sum += Vector256.Abs(blocks[machine / SupportVectorBlock.Lanes].Score(row));
            for (int lane = 0; lane < SupportVectorBlock.Lanes && machine + lane < _outputs * Views; lane++)
                sums[lane % Views] += sum[lane];
        }
        return Array.ConvertAll(sums, sum => (float)((double)rows * _outputs / Math.Max(sum, 1e-9)));
    }
}
