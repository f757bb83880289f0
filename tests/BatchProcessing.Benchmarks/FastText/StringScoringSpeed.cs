using System.Diagnostics;
using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.Benchmarks.FastText;

/// <summary>Documents a second when texts are .NET strings, one thread: the median of five measurements.</summary>
internal static class StringScoringSpeed
{
    private const int Repeats = 5;
    private const double MinSeconds = 0.3;

    public static double Measure(LinearTextModel model, string[] texts)
    {
        TextScorer scorer = new TextModelSet([model]).CreateScorer();
        var probabilities = new float[model.Labels.Count];
        int passes = 1;
        while (Seconds(scorer, probabilities, texts, passes) < MinSeconds)
            passes *= 2;
        double median = Enumerable.Range(0, Repeats).Select(_ => Seconds(scorer, probabilities, texts, passes)).Order().ElementAt(Repeats / 2);
        return (double)texts.Length * passes / median;
    }

    private static double Seconds(TextScorer scorer, float[] probabilities, string[] texts, int passes)
    {
        var watch = Stopwatch.StartNew();
        for (int pass = 0; pass < passes; pass++)
        {
            foreach (string text in texts)
            {
                scorer.Read(text);
                scorer.Score(0, probabilities);
            }
        }
        return watch.Elapsed.TotalSeconds;
    }
}
