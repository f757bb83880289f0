using System.Text;
using BatchProcessing.TextModels.Linear;
using BenchmarkDotNet.Attributes;

namespace BatchProcessing.Benchmarks.Scoring;

/// <summary>Scores 1,000 English texts of about 220 bytes with the shipped models: one, and four in one pass.</summary>
[MemoryDiagnoser]
public class ScoringBenchmark
{
    private const int Texts = 1000;
    private const int TextBytes = 220;

    private static readonly string[] Vocabulary =
        ("the to and a of in is it you that was for on are with as i they be at one have this from or had by but some what "
        + "there we can out other were all your when up use how said each she which do their time if will way about many then "
        + "them would write like so these her long make thing see him two has look more day could go come did my no most who "
        + "over know than call first people may down side been now find order card account payment delivery refund flight love "
        + "hate broken great awful happy angry sorry late bill invoice help service support travel health bank money transfer")
        .Split(' ');

    private readonly byte[][] _texts = [.. Enumerable.Range(0, Texts).Select(i => Encoding.UTF8.GetBytes(Text(i)))];
    private readonly string[] _strings = [.. Enumerable.Range(0, Texts).Select(Text)];
    private readonly float[] _probabilities = new float[64];
    private TextScorer _one = null!;
    private TextScorer _four = null!;

    /// <summary>Loads the models.</summary>
    [GlobalSetup]
    public void Setup()
    {
        LinearTextModel[] models = [.. new[] { "topics", "language", "sentiment-en", "emotion" }
            .Select(name => LinearTextModel.Load(Path.Combine(AppContext.BaseDirectory, "models", name + ".btm")))];
        _one = new TextModelSet(models.Take(1)).CreateScorer();
        _four = new TextModelSet(models).CreateScorer();
    }

    /// <summary>The model <c>topics</c>, UTF-8.</summary>
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

    /// <summary>The model <c>topics</c>, .NET strings.</summary>
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

    /// <summary>The models <c>topics</c>, <c>language</c>, <c>sentiment-en</c> and <c>emotion</c> in one pass, UTF-8.</summary>
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

    private static string Text(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        while (text.Length < TextBytes)
            text.Append(Vocabulary[random.Next(Vocabulary.Length)]).Append(random.Next(10) == 0 ? ", " : " ");
        return text.ToString();
    }
}
