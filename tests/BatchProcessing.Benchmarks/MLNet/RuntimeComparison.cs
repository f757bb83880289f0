using System.Diagnostics;
using System.Globalization;
using System.Text;
using BatchProcessing.MLNet.TextModels;
using BatchProcessing.MLNet.Training;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Benchmarks.MLNet;

/// <summary>Both runtimes with their default options: trained on the same rows, measured on the same others, in one run.</summary>
internal sealed record RuntimeComparison(int Rows, int CheckRows, RuntimeComparison.Result Linear, RuntimeComparison.Result MLNet, byte[] MLNetFile)
{
    private const int Seed = 1;

    /// <summary>Once through is over too soon to be timed.</summary>
    private const int LinearPasses = 50;

    public static async Task<RuntimeComparison> RunAsync(List<LabeledText> rows, List<LabeledText> checkRows, string[] texts)
    {
        (byte[] linearFile, double linearSeconds) = Timed(() => TrainLinear(rows));
        (byte[] mlnetFile, double mlnetSeconds) = Timed(() => new MLNetTrainer().Train(rows, Seed));
        var reader = new TextModelReader(new MLNetRuntime());
        ITextModel[] models = [reader.Load(linearFile, "linear"), reader.Load(mlnetFile, "mlnet")];
        byte[][] utf8 = [.. texts.Select(Encoding.UTF8.GetBytes)];
        Interleaved.Turn[][] turns = await Interleaved.MeasureAsync(
            () => Score(models[0], utf8, LinearPasses), () => Score(models[1], utf8, passes: 1));
        ClassificationReport[] reports = [.. models.Select(m => ModelEvaluator.Evaluate(m, checkRows))];
        return new RuntimeComparison(
            rows.Count,
            checkRows.Count,
            new Result(reports[0], linearSeconds, SpeedOf(turns[0], LinearPasses), linearFile.Length),
            new Result(reports[1], mlnetSeconds, SpeedOf(turns[1], 1), mlnetFile.Length),
            mlnetFile);

        double SpeedOf(Interleaved.Turn[] of, int passes) => (double)utf8.Length * passes / Interleaved.Median(of.Select(t => t.ProcessorSeconds));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        {Rows} rows learned, {CheckRows} measured; documents a second of processor time, one thread
        | runtime | accuracy | macro-F1 | log-loss | documents/s | training s | model KiB |
        |---|---|---|---|---|---|---|
        {Line("Linear", Linear)}
        {Line("MLNet", MLNet)}
        """);

    private static string Line(string name, Result result) => string.Create(CultureInfo.InvariantCulture,
        $"| {name} | {result.Report.Accuracy:F4} | {result.Report.MacroF1:F4} | {result.Report.LogLoss:F3} | {result.DocumentsPerSecond:N0} | {result.TrainingSeconds:F1} | {result.FileBytes / 1024.0:N0} |");

    private static (byte[] File, double Seconds) Timed(Func<byte[]> train)
    {
        var watch = Stopwatch.StartNew();
        byte[] file = train();
        return (file, watch.Elapsed.TotalSeconds);
    }

    private static byte[] TrainLinear(List<LabeledText> rows)
    {
        using var file = new MemoryStream();
        TextModelTrainer.Train(rows, null, new TrainingOptions { Name = "linear", Seed = Seed }).Model.Save(file);
        return file.ToArray();
    }

    private static Task Score(ITextModel model, byte[][] texts, int passes)
    {
        TextScorer scorer = new TextModelSet([model]).CreateScorer();
        var probabilities = new float[model.Labels.Count];
        for (int pass = 0; pass < passes; pass++)
        {
            foreach (byte[] text in texts)
            {
                scorer.Read(text);
                scorer.Score(0, probabilities);
            }
        }

        return Task.CompletedTask;
    }

    internal sealed record Result(ClassificationReport Report, double TrainingSeconds, double DocumentsPerSecond, int FileBytes);
}
