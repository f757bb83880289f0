using System.Text;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Training;
using BenchmarkDotNet.Attributes;

namespace BatchProcessing.Benchmarks.Scoring;

/// <summary>Scores 1,000 texts of about 220 bytes with one model and with four models in one pass.</summary>
[MemoryDiagnoser]
public class ScoringBenchmark
{
    private const int Texts = 1000;
    private const int Labels = 4;
    private readonly byte[][] _texts = [.. Enumerable.Range(0, Texts).Select(i => Encoding.UTF8.GetBytes(SyntheticText(i)))];
    private readonly string[] _strings = [.. Enumerable.Range(0, Texts).Select(SyntheticText)];
    private readonly float[] _probabilities = new float[Labels];
    private TextScorer _one = null!;
    private TextScorer _four = null!;

    /// <summary>Trains the models.</summary>
    [GlobalSetup]
    public void Setup()
    {
        LinearTextModel[] models = [.. Enumerable.Range(1, 4).Select(seed => Train(seed))];
        _one = new TextModelSet(models.Take(1)).CreateScorer();
        _four = new TextModelSet(models).CreateScorer();
    }

    /// <summary>One model, UTF-8.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Texts)]
    public int OneModel()
    {
        int sum = 0;
        foreach (byte[] text in _texts)
        {
            _one.Read(text);
            sum += _one.Score(0, _probabilities);
        }
        return sum;
    }

    /// <summary>One model, .NET strings.</summary>
    [Benchmark(OperationsPerInvoke = Texts)]
    public int OneModelFromStrings()
    {
        int sum = 0;
        foreach (string text in _strings)
        {
            _one.Read(text);
            sum += _one.Score(0, _probabilities);
        }
        return sum;
    }

    /// <summary>Four models in one pass, UTF-8.</summary>
    [Benchmark(OperationsPerInvoke = Texts)]
    public int FourModels()
    {
        int sum = 0;
        foreach (byte[] text in _texts)
        {
            _four.Read(text);
            for (int model = 0; model < 4; model++)
                sum += _four.Score(model, _probabilities);
        }
        return sum;
    }

    private static LinearTextModel Train(int seed)
    {
        LabeledText[] rows = [.. Enumerable.Range(0, 4000).Select(i => new LabeledText(SyntheticText(i), $"label{(i * seed) % Labels}"))];
        var features = new FeatureOptions { WordNgrams = 2 };
        return TextModelTrainer.Train(rows, rows.Take(400), new TrainingOptions { Features = features, Epochs = 2 }).Model;
    }

    private static string SyntheticText(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        while (text.Length < 220)
            text.Append('w').Append((int)(Math.Pow(random.NextDouble(), 3) * 30_000)).Append(seed % Labels == 0 ? ", " : " ");
        return text.ToString();
    }
}
