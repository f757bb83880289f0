using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Tests.TextModels;

public class OrderAveragingTests
{
    [Theory]
    [InlineData(5_000, 20, 2, true)]
    [InlineData(50_000, 20, 2, false)] // rows enough
    [InlineData(5_000, 2_000, 2, false)] // long texts
    [InlineData(5_000, 200, 77, false)] // many labels
    public void RunsFor_IsMoreThanOne_OnlyWhenRowsAreFewAndTrainingIsCheap(int rows, int ngrams, int outputs, bool expected)
    {
        var matrix = new FeatureMatrix(new int[rows + 1], new int[rows * ngrams], [], [1]);

        Assert.Equal(expected, OrderAveraging.RunsFor(matrix, outputs) > 1);
    }

    [Fact]
    public void Fold_DependsLessOnTheSeed_WhenRunsAreAveraged()
    {
        float one = Distance(Train(seed: 1, runs: 1), Train(seed: 2, runs: 1));

        float four = Distance(Train(seed: 1, runs: 4), Train(seed: 2, runs: 4));

        Assert.InRange(four, float.Epsilon, 0.75f * one); // half is expected of four independent runs
    }

    /// <summary>One epoch over 60 rows of five of 40 features; the first twenty features speak for the positive class.</summary>
    private static LinearWeights Train(int seed, int runs)
    {
        var random = new Random(5);
        int[] features = [.. Enumerable.Range(0, 60).SelectMany(row => Enumerable.Range(0, 5).Select(_ => random.Next(30) + row % 2 * 10))];
        var matrix = new FeatureMatrix([.. Enumerable.Range(0, 61).Select(row => 5 * row)], features, [.. features.Select(_ => 0.45f)], [.. Enumerable.Repeat(1f, 40)]);
        var machines = new SupportVectorEnsemble(matrix, (row, _) => row % 2 == 0, outputs: 1, [0.5f], seed, runs, new ParallelOptions());
        machines.RunEpoch();
        return machines.Fold(cost: 0);
    }

    private static float Distance(LinearWeights first, LinearWeights second)
        => MathF.Sqrt(first.Weights.Zip(second.Weights, (a, b) => (a - b) * (a - b)).Sum());
}
