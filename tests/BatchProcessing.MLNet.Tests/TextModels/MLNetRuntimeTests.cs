using System.Security.Cryptography;
using BatchProcessing.MLNet.TextModels;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using Microsoft.ML;

namespace BatchProcessing.MLNet.Tests.TextModels;

/// <summary>Pipelines that people save, as text models.</summary>
public sealed class MLNetRuntimeTests(TrainedModels models) : IClassFixture<TrainedModels>
{
    private static readonly TextModelReader Reader = new(new MLNetRuntime());

    [Fact]
    public void Load_TakesLabelsFromTheSlotNames_AndTheFilesOwnChecksum()
    {
        ITextModel model = Reader.Load(models.ThreeLabels);

        Assert.Equal(["sports", "tech", "world"], model.Labels);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(models.ThreeLabels))), model.Checksum);
        Assert.Equal("three labels", model.Name);
    }

    [Fact]
    public void Score_GivesWhatTransformGives_TextByText()
    {
        var context = new MLContext();
        ITransformer transformer = context.Model.Load(models.ThreeLabels, out _);
        TrainedModels.Row[] rows = [.. TrainedModels.Texts(100).Append("").Append("😀 naïve").Select(t => new TrainedModels.Row { Text = t })];
        List<Scored> expected = [.. context.Data.CreateEnumerable<Scored>(transformer.Transform(context.Data.LoadFromEnumerable(rows)), false)];
        ITextModel model = Reader.Load(models.ThreeLabels);
        TextScorer scorer = new TextModelSet([model]).CreateScorer();
        var scores = new float[3];
        for (int i = 0; i < rows.Length; i++)
        {
            scorer.Read(rows[i].Text);
            int label = scorer.Score(0, scores);

            Assert.Equal((expected[i].PredictedLabel, expected[i].Score), (model.Labels[label], scores), new LabelAndScores());
        }
    }

    [Fact]
    public void Score_IsTheSame_OnManyThreads()
    {
        ITextModel model = Reader.Load(models.ThreeLabels);
        string[] texts = [.. TrainedModels.Texts(300)];
        (string, float)[] expected = [.. texts.Select(t => Best(model, t))];

        var set = new TextModelSet([model]);
        Parallel.For(0, 4, _ =>
        {
            TextScorer scorer = set.CreateScorer();
            var scores = new float[3];
            for (int i = 0; i < texts.Length; i++)
            {
                scorer.Read(texts[i]);
                int label = scorer.Score(0, scores);
                Assert.Equal(expected[i], (model.Labels[label], scores[label]));
            }
        });
    }

    [Fact]
    public void Score_KeepsTheNames_OfTwoLabels()
    {
        ITextModel model = Reader.Load(models.TwoLabels);

        Assert.Equal(["sports", "tech"], model.Labels);
        Assert.Equal("tech", Best(model, "a chip and code in the cpu").Label);
        (string label, float[] scores) = Scores(model, "a ball and goal in the team");
        Assert.Equal("sports", label);
        Assert.True(scores[0] > 0.5f);
        Assert.Equal(1, scores.Sum(), 4);
    }

    [Fact]
    public void Load_NamesTrueAndFalse_WhenTheLabelIsABoolean()
    {
        ITextModel model = Reader.Load(models.Train("boolean.zip", c => Featurized(c)
            .Append(c.BinaryClassification.Trainers.SdcaLogisticRegression("IsTech")), labels: 2));

        Assert.Equal(["false", "true"], model.Labels);
        (string label, float[] scores) = Scores(model, "a chip and code in the cpu");
        Assert.Equal("true", label);
        Assert.InRange(scores[1], 0.5f, 1);
        Assert.Equal(1, scores.Sum(), 4);
    }

    [Fact]
    public void Score_MakesAProbability_OfAScoreWithoutOne()
    {
        ITextModel model = Reader.Load(models.Train("svm.zip", c => Featurized(c)
            .Append(c.BinaryClassification.Trainers.LinearSvm("IsTech")), labels: 2));

        (string label, float[] scores) = Scores(model, "a chip and code in the cpu");
        Assert.Equal("true", label);
        Assert.InRange(scores[1], 0.5f, 1);
    }

    [Fact]
    public void Score_MakesProbabilities_OfScoresThatAreNone()
    {
        ITextModel model = Reader.Load(models.Train("bayes.zip", c => c.Transforms.Conversion.MapValueToKey("Label")
            .Append(Featurized(c)).Append(c.MulticlassClassification.Trainers.NaiveBayes()).Append(c.Transforms.Conversion.MapKeyToValue("PredictedLabel"))));

        (string label, float[] scores) = Scores(model, "a chip and code in the cpu");
        Assert.Equal("tech", label);
        Assert.Equal(1, scores.Sum(), 3);
        Assert.All(scores, s => Assert.InRange(s, 0, 1));
        Assert.Equal(scores.Max(), scores[1]);
    }

    [Fact]
    public void Load_ReadsLabelsThatAreNumbersOrKeys()
    {
        ITextModel numbers = Reader.Load(models.Train("numbers.zip", c => c.Transforms.Conversion.MapValueToKey("Label", "Number")
            .Append(Featurized(c)).Append(c.MulticlassClassification.Trainers.SdcaMaximumEntropy()).Append(c.Transforms.Conversion.MapKeyToValue("PredictedLabel"))));
        ITextModel keys = Reader.Load(models.Train("keys.zip", c => c.Transforms.Conversion.MapValueToKey("Label")
            .Append(Featurized(c)).Append(c.MulticlassClassification.Trainers.SdcaMaximumEntropy())));

        Assert.Equal(["0", "1", "2"], numbers.Labels);
        Assert.Equal("1", Best(numbers, "a chip and code in the cpu").Label);
        Assert.Equal(["sports", "tech", "world"], keys.Labels.Order());
        Assert.Equal("tech", Best(keys, "a chip and code in the cpu").Label);
    }

    [Fact]
    public void Load_TakesTheNamedColumns_AndTheyChangeTheChecksum()
    {
        byte[] zip = File.ReadAllBytes(models.Train("renamed.zip", c => c.Transforms.Conversion.MapValueToKey("Key", "Label")
            .Append(c.Transforms.Text.FeaturizeText("Features", "Text"))
            .Append(c.MulticlassClassification.Trainers.SdcaMaximumEntropy("Key"))
            .Append(c.Transforms.Conversion.MapKeyToValue("Topic", "PredictedLabel"))
            .Append(c.Transforms.CopyColumns("Scores", "Score")).Append(c.Transforms.DropColumns("PredictedLabel", "Score"))));
        byte[] named = new MLNetRuntime().WithColumns(zip, new TextModelColumns("Text", "Topic", "Scores"));

        ITextModel model = Reader.Load(named, "renamed");

        Assert.Equal("tech", Best(model, "a chip and code in the cpu").Label);
        Assert.NotEqual(Convert.ToHexStringLower(SHA256.HashData(zip)), model.Checksum);
        Assert.Contains("no column 'PredictedLabel'", Fault(() => Reader.Load(zip, "renamed")), StringComparison.Ordinal);
        Assert.Contains("no column 'Tonic'", Fault(() => Reader.Load(
            new MLNetRuntime().WithColumns(zip, new TextModelColumns(null, "Tonic", "Scores")), "x")), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Works_WhenTheModelWasSavedWithoutASchema() => Assert.Equal("true", Best(Reader.Load(models.Train(
        "bare.zip", c => Featurized(c).Append(c.BinaryClassification.Trainers.SdcaLogisticRegression("IsTech")), labels: 2, withSchema: false)), "a chip").Label);

    [Fact]
    public void Load_IsRefused_WhenThePipelineNeedsMoreThanAText() => Assert.Contains("needs 2 columns (Text, Number)", Fault(() => Reader.Load(models.Train(
        "wide.zip", c => c.Transforms.Text.FeaturizeText("Words", "Text").Append(c.Transforms.Concatenate("Features", "Words", "Number"))
            .Append(c.BinaryClassification.Trainers.SdcaLogisticRegression("IsTech"))))), StringComparison.Ordinal);

    [Fact]
    public void Load_IsRefused_WhenThePipelineIsNoClassifier() => Assert.Contains("no column 'PredictedLabel'", Fault(
        () => Reader.Load(models.Train("features.zip", Featurized))), StringComparison.Ordinal);

    [Fact]
    public void Load_IsRefused_WhenTheFileIsDamaged()
    {
        byte[] zip = File.ReadAllBytes(models.ThreeLabels);

        Assert.Contains("half.zip", Fault(() => Reader.Load(zip[..(zip.Length / 2)], "half.zip")), StringComparison.Ordinal);
        Assert.Contains("other.zip", Fault(() => Reader.Load("PK\x03\x04"u8.ToArray(), "other.zip")), StringComparison.Ordinal);
        byte[] named = new MLNetRuntime().WithColumns(zip, new TextModelColumns("Text", null, null));
        foreach (int length in new[] { 9, 14, 20 }) Fault(() => Reader.Load(named[..length], "cut"));
    }

    private static Microsoft.ML.Transforms.Text.TextFeaturizingEstimator Featurized(MLContext c) => c.Transforms.Text.FeaturizeText("Features", "Text");

    private static string Fault(Func<object> load) => Assert.Throws<InvalidModelFileException>(load).Message;

    private static (string Label, float Score) Best(ITextModel model, string text)
    {
        (string label, float[] scores) = Scores(model, text);
        return (label, scores.Max());
    }

    private static (string Label, float[] Scores) Scores(ITextModel model, string text)
    {
        TextScorer scorer = new TextModelSet([model]).CreateScorer();
        scorer.Read(text);
        var scores = new float[model.Labels.Count];
        return (model.Labels[scorer.Score(0, scores)], scores);
    }

    public sealed class Scored
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];
    }

    private sealed class LabelAndScores : IEqualityComparer<(string, float[])>
    {
        public bool Equals((string, float[]) x, (string, float[]) y) => x.Item1 == y.Item1 && x.Item2.SequenceEqual(y.Item2);

        public int GetHashCode((string, float[]) pair) => pair.Item1.GetHashCode(StringComparison.Ordinal);
    }
}
