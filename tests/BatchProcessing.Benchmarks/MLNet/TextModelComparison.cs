using System.Diagnostics;
using System.Globalization;
using BatchProcessing.MLNet.TextModels;
using BatchProcessing.TextModels.Runtimes;
using BatchProcessing.TextModels.Training;
using Microsoft.ML;

namespace BatchProcessing.Benchmarks.MLNet;

/// <summary>Trains each contestant on the same rows and measures all on the same others, one after the other in turns.</summary>
internal static class TextModelComparison
{
    public const string Header = """
        | set | model | features | accuracy | macro-F1 | documents/s | in the service | training s | model KiB |
        |---|---|---|---|---|---|---|---|---|
        """;

    private const int Seed = 1;

    public static async Task<IReadOnlyList<Trained>> RunAsync(string set, List<LabeledText> rows, List<LabeledText> checkRows, int documents)
    {
        List<Trained> trained = [.. Contestant.All.Select(c => Train(c, rows, checkRows))];
        LabeledText[] timed = [.. Enumerable.Range(0, documents).Select(i => checkRows[i % checkRows.Count])];
        var context = new MLContext(Seed);
        IDataView view = LabeledRow.View(context, timed);
        var turns = trained.Select(t => ScoringTurns.Repeated(() => ScoringTurns.ByDataView(t.Model, view))).ToList();
        List<Trained> served = [.. trained.Where(t => t.Contestant.IsInService)];
        var reader = new TextModelReader(new MLNetRuntime());
        turns.AddRange(served.Select(t => ScoringTurns.Repeated(ScoringTurns.ByRuntime(reader.Load(t.File, "model"), timed.Select(r => r.Text)))));
        Interleaved.Turn[][] times = await Interleaved.MeasureAsync([.. turns.Select(t => t.Way)]);
        double[] speeds = [.. turns.Zip(times, (t, of) => (double)documents * t.Passes / Interleaved.Median(of.Select(x => x.ProcessorSeconds)))];
        for (int i = 0; i < trained.Count; i++)
        {
            int place = served.IndexOf(trained[i]);
            Console.WriteLine(trained[i].Line(set, speeds[i], place < 0 ? null : speeds[trained.Count + place]));
        }

        return trained;
    }

    private static Trained Train(Contestant contestant, List<LabeledText> rows, List<LabeledText> checkRows)
    {
        var context = new MLContext(Seed);
        IDataView data = LabeledRow.View(context, rows);
        var watch = Stopwatch.StartNew();
        ITransformer model = contestant.Fit(context, data);
        double seconds = watch.Elapsed.TotalSeconds;
        Console.Error.WriteLine($"{contestant.Name}: trained in {seconds:F1} s");
        IEnumerable<ScoredRow> scored = context.Data.CreateEnumerable<ScoredRow>(model.Transform(LabeledRow.View(context, checkRows)), reuseRowObject: true);
        Agreement agreement = Agreement.Of([.. checkRows.Zip(scored, (row, s) => (row.Label, s.PredictedLabel))]);
        return new Trained(contestant, model, Contestant.FileOf(context, model, data.Schema), agreement, seconds);
    }

    internal sealed record Trained(Contestant Contestant, ITransformer Model, byte[] File, Agreement Agreement, double Seconds)
    {
        public string Line(string set, double speed, double? serviceSpeed) => string.Create(CultureInfo.InvariantCulture,
            $"| {set} | {Contestant.Name} | {Contestant.Features} | {Agreement.Accuracy:F3} | {Agreement.MacroF1:F3} | {speed:N0} | {(serviceSpeed is { } s ? s.ToString("N0", CultureInfo.InvariantCulture) : "–")} | {Seconds:F1} | {File.Length / 1024.0:N0} |");
    }
}
