using System.Text.Json;
using BatchProcessing.Analyses;

namespace BatchProcessing.Benchmarks.Load;

/// <summary>The texts of a corpus as UTF-8, one after the other, to be scored without reading or writing anything.</summary>
internal sealed class TextsInMemory
{
    /// <summary>Texts scored before a worker takes the next share.</summary>
    private const int Share = 1000;

    private readonly byte[] _utf8;
    private readonly int[] _ends;

    private TextsInMemory(byte[] utf8, int[] ends) => (_utf8, _ends) = (utf8, ends);

    /// <summary>Reads the texts of a corpus of JSON lines.</summary>
    public static TextsInMemory Read(CorpusFile corpus)
    {
        var utf8 = new byte[corpus.TextBytes];
        var ends = new int[corpus.Documents];
        var (ordinal, end) = (0, 0);
        foreach (var line in File.ReadLines(corpus.Path))
        {
            using var json = JsonDocument.Parse(line);
            end += System.Text.Encoding.UTF8.GetBytes(json.RootElement.GetProperty("text").GetString(), utf8.AsSpan(end));
            ends[ordinal++] = end;
        }

        return new TextsInMemory(utf8, ends);
    }

    /// <summary>Scores all texts on all cores and drops the scores.</summary>
    public void Score(AnalysisPlan plan) => Parallel.For(
        0,
        (_ends.Length + Share - 1) / Share,
        share => ScoreShare(plan, share * Share, Math.Min((share + 1) * Share, _ends.Length)));

    private void ScoreShare(AnalysisPlan plan, int first, int end)
    {
        var scorer = plan.Rent();
        var scores = new float[plan.Analyses.Max(static analysis => analysis.MaxLabels)];
        for (var i = first; i < end; i++)
        {
            var start = i == 0 ? 0 : _ends[i - 1];
            scorer.Read(_utf8.AsSpan(start, _ends[i] - start));
            foreach (var analysis in plan.Analyses)
                analysis.Predict(scorer, scores);
        }

        plan.Return(scorer);
    }
}
