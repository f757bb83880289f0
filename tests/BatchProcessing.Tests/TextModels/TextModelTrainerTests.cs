using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Training;
using static BatchProcessing.Tests.TextModels.TrainingSamples;

namespace BatchProcessing.Tests.TextModels;

public class TextModelTrainerTests
{
    [Fact]
    public void Train_LearnsExclusiveLabels_WhenThreeAreGiven()
    {
        var model = Train(ThreeLabels(300));

        Assert.Equal(["negative", "neutral", "positive"], model.Labels);
        Assert.Equal("positive", Label(model, "It was a superb, wonderful box"));
        Assert.Equal("negative", Label(model, "useless and broken"));
        Assert.Equal("neutral", Label(model, "blue cotton"));
    }

    [Fact]
    public void Train_LearnsWithOneScore_WhenTwoLabelsAreGiven()
    {
        var model = Train(TwoLabels(200));

        Assert.Equal(1, model.Outputs);
        Assert.Equal("positive", Label(model, "excellent"));
        Assert.Equal("negative", Label(model, "horrible"));
    }

    [Fact]
    public void Train_LearnsIndependentLabels_WhenLabelsAreJoined()
    {
        List<LabeledText> rows = [.. ThreeLabels(300).Select((row, i) => i % 2 == 0 ? row with { Text = row.Text + " urgent", Label = row.Label + "|urgent" } : row)];
        var model = Train(rows);
        var scorer = new BatchProcessing.TextModels.Linear.TextModelSet([model]).CreateScorer();
        var probabilities = new float[model.Labels.Count];

        scorer.Read("urgent superb wonderful product");
        scorer.Score(0, probabilities);

        Assert.True(model.IsMultiLabel);
        Assert.True(probabilities[model.Labels.ToList().IndexOf("urgent")] > 0.5f);
        Assert.True(probabilities[model.Labels.ToList().IndexOf("positive")] > 0.5f);
        Assert.True(probabilities[model.Labels.ToList().IndexOf("negative")] < 0.5f);
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, false)]
    public void Train_GivesTheSameModel_OnlyWhenTheSeedIsTheSame(int first, int second, bool same)
    {
        List<LabeledText> rows = ThreeLabels(120);
        string Checksum(int seed, int threads)
            => TextModelTrainer.Train(rows, null, new TrainingOptions { Seed = seed, MaxThreads = threads }).Model.Checksum;

        Assert.Equal(same, Checksum(first, threads: 1) == Checksum(second, threads: 2));
    }

    [Fact]
    public void Train_Throws_WhenThereAreNoRows()
        => Assert.Throws<TrainingDataException>(() => TextModelTrainer.Train([], null, new TrainingOptions()));

    [Fact]
    public void Train_Throws_WhenThereIsOneLabel()
    {
        var error = Assert.Throws<TrainingDataException>(
            () => TextModelTrainer.Train([new LabeledText("a", "x"), new LabeledText("b", "x")], null, new TrainingOptions()));

        Assert.Contains("1 label", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_NamesTheOption_WhenOneIsOutOfRange()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => TextModelTrainer.Train(TwoLabels(10), null, new TrainingOptions { Epochs = 0 }));

        Assert.Equal("Epochs", error.ParamName);
    }

    [Fact]
    public void Train_Stops_WhenCancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => TextModelTrainer.Train(TwoLabels(50), null, new TrainingOptions(), null, source.Token));
    }

    [Fact]
    public void Train_ReportsProgressUpTo1_WhenListenedTo()
    {
        var seen = new List<TrainingProgress>();

        TextModelTrainer.Train(TwoLabels(50), null, new TrainingOptions(), new Collector(seen));

        Assert.NotEmpty(seen);
        Assert.All(seen, progress => Assert.InRange(progress.Fraction, 0, 1));
    }

    [Fact]
    public void Train_KeepsFewFeatures_WhenToldToPrune()
    {
        TrainingReport all = TextModelTrainer.Train(ThreeLabels(300), null, new TrainingOptions()).Report;
        TrainingReport few = TextModelTrainer.Train(ThreeLabels(300), null, new TrainingOptions { Prune = 0.1 }).Report;

        Assert.Equal(all.DistinctFeatures, few.DistinctFeatures);
        Assert.InRange(few.KeptFeatures, 1, all.DistinctFeatures / 10);
    }

    [Fact]
    public void Train_LearnsAnyway_WhenTextsAreEmptyOrLabelsAreRare()
    {
        List<LabeledText> rows = [.. ThreeLabels(60), new LabeledText("", "rare"), new LabeledText("once", "lonely")];

        Assert.Equal(5, Train(rows).Labels.Count);
    }

    [Theory]
    [InlineData("what is {0}", "who was {0}", true)]
    [InlineData("what is {0}", "what is not {0}", false)]
    public void Train_LooksAtOpenings_OnlyWhenTheFirstTwoWordsTellTheLabel(string first, string second, bool expected)
    {
        List<LabeledText> rows = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0
            ? new LabeledText(first.Replace("{0}", $"thing{i % 7}", StringComparison.Ordinal), "first")
            : new LabeledText(second.Replace("{0}", $"thing{i % 7}", StringComparison.Ordinal), "second"))];

        Assert.Equal(expected, TextModelTrainer.Train(rows, null, new TrainingOptions()).Report.Features.Openings);
    }

    [Theory]
    [InlineData("what is the {0}", "who was the {0}", true)]
    [InlineData("qué es el {0}", "quién fue el {0}", false)]
    public void Train_LooksAtKindsOfNouns_OnlyInEnglish(string first, string second, bool expected)
    {
        List<LabeledText> rows = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0
            ? new LabeledText(first.Replace("{0}", $"thing{i % 7}", StringComparison.Ordinal), "first")
            : new LabeledText(second.Replace("{0}", $"thing{i % 7}", StringComparison.Ordinal), "second"))];

        FeatureOptions features = TextModelTrainer.Train(rows, null, new TrainingOptions()).Report.Features;

        Assert.True(features.Openings);
        Assert.Equal(expected, features.NounKinds);
    }

    [Fact]
    public void Train_GivesLabelsToNounsItNeverSaw_WhenTheirKindIsKnown()
    {
        string[] persons = ["actor", "soldier", "poet", "painter", "lawyer", "farmer", "teacher", "nurse"];
        string[] animals = ["dog", "horse", "cow", "goat", "sheep", "fox", "rabbit", "wolf"];
        List<LabeledText> rows = [.. Enumerable.Range(0, 160).Select(i => i % 2 == 0
            ? new LabeledText($"what {persons[i / 2 % 8]} did the most", "person")
            : new LabeledText($"what {animals[i / 2 % 8]} did the most", "animal"))];

        LinearTextModel model = Train(rows, new FeatureOptions { WordNgrams = 2, Openings = true, NounKinds = true });

        Assert.Equal("person", Label(model, "what carpenter did the most"));
        Assert.Equal("animal", Label(model, "what moose did the most"));
    }

    [Fact]
    public void Train_LooksAtNoOpenings_WhenEveryTextOpensInItsOwnWay()
    {
        List<LabeledText> rows = [.. Enumerable.Range(0, 90).Select(i => new LabeledText($"number{i} came", i % 3 == 0 ? "x" : "y"))];

        Assert.False(TextModelTrainer.Train(rows, null, new TrainingOptions()).Report.Features.Openings);
    }

    private sealed class Collector(List<TrainingProgress> seen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => seen.Add(value);
    }
}
