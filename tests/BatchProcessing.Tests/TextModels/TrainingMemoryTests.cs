using BatchProcessing.Models;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Tests.TextModels;

public class TrainingMemoryTests
{
    private static readonly List<LabeledText> Rows = TrainingSamples.ThreeLabels(300);

    [Fact]
    public void Train_FailsWithSizeAndLimit_WhenItsRowsAloneTakeTooMuch()
    {
        var e = Assert.Throws<TrainingDataException>(() => Train(maxMemory: 10_000));

        Assert.Contains("270 rows", e.Message, StringComparison.Ordinal);
        Assert.Contains("3 outputs, more than 10000", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_LeavesRareFeaturesOut_WhenAllTakeTooMuch()
    {
        LabeledText[] rows = [.. Rows.Select((row, i) => row with { Text = $"{row.Text} word{i} other{i}" })];
        long limit = TrainingMemory.BytesOf(rows.Length, features: 1200, outputs: 3, runs: 1);

        TrainingResult some = Train(limit, rows);

        Assert.True(some.Report.DistinctFeatures > 1200);
        Assert.InRange(some.Report.KeptFeatures, 1, 1200);
        Assert.Equal("positive", TrainingSamples.Label(some.Model, "It was a superb, wonderful box"));
    }

    [Fact]
    public void Train_GivesTheSameModel_WhenTheLimitOfTheServiceIsFarAway() =>
        Assert.Equal(Train(maxMemory: null).Model.Checksum, Train(ModelTrainer.MaxMemory).Model.Checksum);

    [Theory]
    [InlineData(1, 60_000, 8_000_000)]
    [InlineData(60, 10_000, 2_200_000)]
    [InlineData(500, 60_000, 1_000_000)]
    public void Affordable_KeepsMachinesWithinTheLimit_WhateverTheLabels(int outputs, int rows, int features)
    {
        int[] frequencies = [.. Enumerable.Range(0, features).Select(i => 1 + (i % 1000))];

        int[] kept = FeatureSelection.Affordable(frequencies, rows, outputs, ModelTrainer.MaxMemory);

        Assert.NotEmpty(kept);
        Assert.InRange(TrainingMemory.BytesOf(rows, kept.Length, outputs, runs: 1), 1, ModelTrainer.MaxMemory);
    }

    private static TrainingResult Train(long? maxMemory, IReadOnlyList<LabeledText>? rows = null) =>
        TextModelTrainer.Train(rows ?? Rows, null, new TrainingOptions { Name = "test", MaxThreads = 1, MaxMemory = maxMemory });
}
