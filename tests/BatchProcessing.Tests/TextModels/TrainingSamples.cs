using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Tests.TextModels;

/// <summary>Tiny labelled texts that a linear model can learn.</summary>
internal static class TrainingSamples
{
    private static readonly string[] Positive = ["great", "lovely", "excellent", "wonderful", "superb"];
    private static readonly string[] Negative = ["awful", "broken", "terrible", "horrible", "useless"];
    private static readonly string[] Neutral = ["delivered", "blue", "medium", "yesterday", "cotton"];
    private static readonly string[] Filler = ["the", "product", "was", "really", "and", "it", "came", "in", "a", "box"];

    public static List<LabeledText> ThreeLabels(int rows) => [.. Enumerable.Range(0, rows).Select(i => (i % 3) switch
    {
        0 => new LabeledText(Sentence(Positive, i), "positive"),
        1 => new LabeledText(Sentence(Negative, i), "negative"),
        _ => new LabeledText(Sentence(Neutral, i), "neutral"),
    })];

    public static List<LabeledText> TwoLabels(int rows) => [.. ThreeLabels(rows * 2).Where(row => row.Label != "neutral").Take(rows)];

    public static LinearTextModel Train(List<LabeledText> rows, FeatureOptions? features = null, string name = "test")
        => TextModelTrainer.Train(rows, null, new TrainingOptions { Name = name, Features = features, MaxThreads = 1 }).Model;

    public static string Label(LinearTextModel model, string text)
    {
        TextScorer scorer = new TextModelSet([model]).CreateScorer();
        scorer.Read(text);
        return model.Labels[scorer.Score(0, new float[model.Labels.Count])];
    }

    private static string Sentence(string[] words, int seed)
    {
        var random = new Random(seed);
        IEnumerable<string> filler = Enumerable.Range(0, 6).Select(_ => Filler[random.Next(Filler.Length)]);
        return string.Join(' ', filler.Append(words[random.Next(words.Length)]).Append(words[random.Next(words.Length)]).OrderBy(_ => random.Next()));
    }
}
