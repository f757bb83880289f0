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
    private readonly float[] _costs;
    private readonly ParallelOptions _parallel;

    /// <summary>Machines, in whole blocks, for a number of outputs.</summary>
    public static int MachineCount(int outputs)
        => (outputs * Views + SupportVectorBlock.Lanes - 1) / SupportVectorBlock.Lanes * SupportVectorBlock.Lanes;

    /// <summary>How many costs can be tried at once for nothing: where outputs are few, lanes of a block are free.</summary>
    public static int FreeCosts(int outputs) => Math.Max(1, SupportVectorBlock.Lanes / (outputs * Views));

    /// <summary>Prepares the machines.</summary>
    /// <param name="matrix">The rows to learn from.</param>
    /// <param name="isPositive">Whether a row (first argument) belongs to an output (second).</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="costs">Costs C of an error, each with machines of its own.</param>
    /// <param name="seed">Seed of the orders of the rows.</param>
    /// <param name="runs">Runs whose mean is taken, each with an order of its own.</param>
    /// <param name="parallel">How many threads to use, and when to stop.</param>
    public SupportVectorEnsemble(
        FeatureMatrix matrix, Func<int, int, bool> isPositive, int outputs, float[] costs, int seed, int runs, ParallelOptions parallel)
    {
        (_matrix, _outputs, _costs, _parallel) = (matrix, outputs, costs, parallel);
        int machines = outputs * Views * costs.Length;
        var problems = new SupportVectorProblem[(machines + SupportVectorBlock.Lanes - 1) / SupportVectorBlock.Lanes];
        Parallel.For(0, problems.Length, parallel, block =>
        {
            int first = block * SupportVectorBlock.Lanes;
            int count = Math.Min(SupportVectorBlock.Lanes, machines - first);
            problems[block] = CreateProblem(isPositive, first, count);
        });
        _runs = [.. Enumerable.Range(0, runs).Select(run => new SupportVectorRun(problems, seed, run))];
    }

    // Machines are ordered by cost, then output, then view.
    private SupportVectorProblem CreateProblem(Func<int, int, bool> isPositive, int first, int count)
    {
        var scaling = new float[checked(_matrix.FeatureCount * SupportVectorBlock.Lanes)];
        var positives = new byte[_matrix.Rows];
        var costs = new float[count];
        for (int lane = 0; lane < count; lane++)
        {
            (int costNumber, int machine) = Math.DivRem(first + lane, _outputs * Views);
            int output = machine / Views;
            costs[lane] = _costs[costNumber];
            if (lane >= _outputs * Views) // as for the cost before
                CopyLane(scaling, lane - _outputs * Views, lane);
            else if (machine % Views == 0)
                FeatureScaling.LogCountRatios(_matrix, row => isPositive(row, output), scaling, SupportVectorBlock.Lanes, lane);
            else
                FeatureScaling.InverseDocumentFrequency(_matrix, scaling, SupportVectorBlock.Lanes, lane);
            for (int row = 0; row < _matrix.Rows; row++)
                if (isPositive(row, output))
                    positives[row] |= (byte)(1 << lane);
        }
        return new SupportVectorProblem(_matrix, positives, scaling, costs);
    }

    private static void CopyLane(float[] scaling, int from, int to)
    {
        for (int at = 0; at < scaling.Length; at += SupportVectorBlock.Lanes)
            scaling[at + to] = scaling[at + from];
    }

    /// <summary>One pass over all rows, in every run in a new order.</summary>
    public void RunEpoch()
    {
        foreach (SupportVectorRun run in _runs)
            run.ShuffleRows();
        Parallel.ForEach(_runs.SelectMany(run => run.Blocks, (run, block) => (run, block)), _parallel, pair => pair.block.RunEpoch(pair.run.Order));
    }

    /// <summary>The weights so far: the sum of views and runs, each brought to a mean absolute score of 1.</summary>
    /// <param name="cost">Number of the cost.</param>
    public LinearWeights Fold(int cost)
    {
        var weights = new LinearWeights(_matrix.FeatureCount, _outputs);
        int first = cost * _outputs * Views;
        foreach (SupportVectorRun run in _runs)
        {
            float[] factors = ViewFactors(run.Blocks, first);
            for (int machine = 0; machine < _outputs * Views; machine++)
            {
                (int block, int lane) = Math.DivRem(first + machine, SupportVectorBlock.Lanes);
                run.Blocks[block].AddTo(weights, machine / Views, lane, factors[machine % Views] / _runs.Length);
            }
        }
        return weights;
    }

    private float[] ViewFactors(SupportVectorBlock[] blocks, int first)
    {
        var sums = new double[Views];
        int rows = Math.Min(ScaleSample, _matrix.Rows);
        int end = first + _outputs * Views;
        for (int block = first / SupportVectorBlock.Lanes; block * SupportVectorBlock.Lanes < end; block++)
        {
            Vector256<float> sum = Vector256<float>.Zero;
            for (int row = 0; row < rows; row++)
                sum += Vector256.Abs(blocks[block].Score(row));
            int offset = block * SupportVectorBlock.Lanes;
            for (int machine = Math.Max(first, offset); machine < Math.Min(end, offset + SupportVectorBlock.Lanes); machine++)
                sums[(machine - first) % Views] += sum[machine - offset];
        }
        return Array.ConvertAll(sums, sum => (float)((double)rows * _outputs / Math.Max(sum, 1e-9)));
    }
}
