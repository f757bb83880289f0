using System.Diagnostics;
using System.Text;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.Benchmarks.MLNet;

/// <summary>Ways of scoring the same texts, each repeated until it takes long enough to be timed.</summary>
internal static class ScoringTurns
{
    private const double LeastSeconds = 0.3;

    /// <summary>Repeats a way; the factor is how often.</summary>
    public static (Func<Task> Way, int Passes) Repeated(Action once)
    {
        once();
        var watch = Stopwatch.StartNew();
        once();
        int passes = (int)Math.Clamp(Math.Ceiling(LeastSeconds / watch.Elapsed.TotalSeconds), 1, 500);
        return (Run, passes);

        Task Run()
        {
            for (int i = 0; i < passes; i++) once();
            return Task.CompletedTask;
        }
    }

    /// <summary>As ML.NET scores: the label and the scores of each row of a data view, by a cursor.</summary>
    public static void ByDataView(ITransformer model, IDataView data)
    {
        IDataView scored = model.Transform(data);
        (DataViewSchema.Column label, DataViewSchema.Column score) = (scored.Schema["PredictedLabel"], scored.Schema["Score"]);
        using DataViewRowCursor cursor = scored.GetRowCursor([label, score]);
        ValueGetter<ReadOnlyMemory<char>> labelGetter = cursor.GetGetter<ReadOnlyMemory<char>>(label);
        ValueGetter<VBuffer<float>> scoreGetter = cursor.GetGetter<VBuffer<float>>(score);
        ReadOnlyMemory<char> name = default;
        VBuffer<float> scores = default;
        while (cursor.MoveNext())
        {
            labelGetter(ref name);
            scoreGetter(ref scores);
            if (name.IsEmpty || scores.Length < 2) throw new InvalidOperationException("A document was not scored.");
        }
    }

    /// <summary>As the service scores: each text from UTF-8 by a scorer of the model's runtime.</summary>
    public static Action ByRuntime(ITextModel model, IEnumerable<string> texts)
    {
        byte[][] utf8 = [.. texts.Select(Encoding.UTF8.GetBytes)];
        TextScorer scorer = new TextModelSet([model]).CreateScorer();
        float[] probabilities = new float[model.Labels.Count];
        return () =>
        {
            foreach (byte[] text in utf8)
            {
                scorer.Read(text);
                scorer.Score(0, probabilities);
            }
        };
    }
}
