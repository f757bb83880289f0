using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Tests.TextModels;

public sealed class SupportVectorEnsembleTests
{
    private const int Rows = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Fold_GivesTheWeightsOfEachCost_AsIfItHadBeenTriedAlone(int outputs)
    {
        float[] costs = [.. new[] { 0.5f, 0.1f, 2f, 1f }.Take(SupportVectorEnsemble.FreeCosts(outputs))];
        LinearWeights[] together = Train(outputs, costs);

        for (int cost = 0; cost < costs.Length; cost++)
        {
            LinearWeights alone = Assert.Single(Train(outputs, [costs[cost]]));
            Assert.Equal(alone.Weights, together[cost].Weights);
            Assert.Equal(alone.Biases, together[cost].Biases);
        }

        Assert.NotEqual(together[0].Weights, together[1].Weights);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    [InlineData(100, 1)]
    public void FreeCosts_FillsOneBlock(int outputs, int expected) => Assert.Equal(expected, SupportVectorEnsemble.FreeCosts(outputs));

    private static LinearWeights[] Train(int outputs, float[] costs)
    {
        var machines = new SupportVectorEnsemble(
            Matrix(), (row, output) => (row + output) % 3 == 0, outputs, costs, seed: 1, runs: 1, new ParallelOptions());
        for (int epoch = 0; epoch < 3; epoch++)
            machines.RunEpoch();
        return [.. costs.Select((_, cost) => machines.Fold(cost))];
    }

    // Three features a row; the third tells the row's place in its three.
    private static FeatureMatrix Matrix() => new(
        [.. Enumerable.Range(0, Rows + 1).Select(row => 3 * row)],
        [.. Enumerable.Range(0, Rows).SelectMany(row => new[] { row % 7, 7 + (row % 5), 12 + (row % 3) })],
        [.. Enumerable.Repeat(0.5f, 3 * Rows)],
        [.. Enumerable.Repeat(1f, 15)]);
}
