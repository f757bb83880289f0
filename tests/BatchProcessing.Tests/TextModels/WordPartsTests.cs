using System.Text;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Tests.TextModels;

public sealed class WordPartsTests
{
    private static readonly FeatureOptions Words = new() { WordNgrams = 1 };

    [Fact]
    public void Fold_ScoresAsTheParts_WithoutThem()
    {
        string[] texts = ["charming charmless", "charming", "boredom kingdom", "a бездарность бездарный"];
        (FeatureVocabulary vocabulary, WordParts parts) = Learn(texts);
        FeatureMatrix with = Build(texts, vocabulary, parts);
        FeatureMatrix without = Build(texts, vocabulary, null);
        var weights = new LinearWeights(with.FeatureCount, outputs: 2);
        for (int i = 0; i < weights.Weights.Length; i++)
            weights.Weights[i] = MathF.Sin(i);
        weights.Biases[1] = 3;

        LinearWeights folded = parts.Fold(weights);

        Assert.Equal(7 * 2, folded.Weights.Length);
        Assert.Equal(7 + 4, with.FeatureCount); // char…, …dom, безд…, бездар…
        Assert.NotEqual(weights.Row(0).ToArray(), folded.Row(0).ToArray());
        float[] expected = weights.Score(with);
        float[] actual = folded.Score(without);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 5);
    }

    [Fact]
    public void Of_IsEmpty_WhenNoOtherWordBeginsOrEndsAlike()
    {
        (FeatureVocabulary vocabulary, WordParts parts) = Learn(["charming boredom a"]);

        Assert.Equal(3, vocabulary.Count);
        for (int word = 0; word < 4; word++)
            Assert.True(parts.Of(word).IsEmpty);
    }

    [Theory]
    [InlineData(true, "good")]
    [InlineData(false, "bad")]
    public void Train_LetsARareWordTakeAfterThoseThatLookAlike_WhenAskedTo(bool hasParts, string expected)
    {
        string[] good = ["delightful", "delighted", "delighting", "delightfully", "delightsome"];
        IEnumerable<LabeledText> rows = Enumerable.Range(0, 200)
            .Select(i => i % 4 == 0 ? new LabeledText(good[i / 4 % 5], "good") : new LabeledText($"dull{i % 3}", "bad"))
            .Append(new LabeledText("dull1 delightedly", "bad"));
        TrainingResult result = TextModelTrainer.Train(
            rows, null, new TrainingOptions { Features = Words, WordParts = hasParts, Epochs = 5 });

        TextScorer scorer = new TextModelSet([result.Model]).CreateScorer();
        scorer.Read("delightedly");

        Assert.Equal(expected, result.Model.Labels[scorer.Score(0, new float[2])]);
    }

    private static (FeatureVocabulary Vocabulary, WordParts Parts) Learn(string[] texts)
    {
        (var vocabulary, var parts) = (new FeatureVocabulary(), new WordParts());
        var builder = new FeatureMatrixBuilder(Words, vocabulary, addFeatures: true, parts);
        foreach (string text in texts)
            builder.Add(Encoding.UTF8.GetBytes(text));
        var kept = new FeatureVocabulary(vocabulary.Ids);
        parts.NumberFor([.. Enumerable.Range(0, vocabulary.Count)], kept);
        return (kept, parts);
    }

    private static FeatureMatrix Build(string[] texts, FeatureVocabulary vocabulary, WordParts? parts)
    {
        var builder = new FeatureMatrixBuilder(Words, vocabulary, addFeatures: false, parts);
        foreach (string text in texts)
            builder.Add(Encoding.UTF8.GetBytes(text));
        return builder.Build();
    }
}
