using System.Diagnostics;
using System.Text.Json;
using BatchProcessing.TextModels.Runtimes;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Models;

/// <summary>What a training made.</summary>
/// <param name="Content">The model file.</param>
/// <param name="Checksum">What the file is checked against.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Metrics">What was measured on the rows held back, as JSON.</param>
internal sealed record TrainedFile(ReadOnlyMemory<byte> Content, string Checksum, IReadOnlyList<string> Labels, string Metrics)
{
    private const double HeldBackShare = 0.1;
    private const int Seed = 1;

    /// <summary>Trains a linear model.</summary>
    public static TrainedFile Linear(
        string name, IReadOnlyCollection<LabeledText> rows, long maxMemory, IProgress<TrainingProgress> progress, CancellationToken stopping)
    {
        var options = new TrainingOptions { Name = name, MaxMemory = maxMemory };
        TrainingResult result = TextModelTrainer.Train(rows, null, options, progress, stopping);
        using var file = new MemoryStream();
        result.Model.Save(file);
        TrainingReport report = result.Report;
        return new TrainedFile(
            file.GetBuffer().AsMemory(0, (int)file.Length), result.Model.Checksum, result.Model.Labels,
            MetricsOf(report.TrainingRows, report.DevelopmentRows, report.Seconds, report.Development));
    }

    /// <summary>Trains a model of another runtime: on nine tenths first, to measure on the tenth held back, then on all rows.</summary>
    public static TrainedFile Other(
        ITextModelTrainer trainer, TextModelReader reader, string name, IReadOnlyCollection<LabeledText> rows, long maxMemory,
        IProgress<TrainingProgress> progress, CancellationToken stopping)
    {
        var watch = Stopwatch.StartNew();
        (List<LabeledText> train, List<LabeledText> heldBack) = StratifiedSplit.Split(rows, row => row.Label, HeldBackShare, Seed);
        progress.Report(new TrainingProgress("training on nine tenths", 0.05));
        ITextModel measured = reader.Load(trainer.Train(train, Seed, maxMemory, stopping), name);
        progress.Report(new TrainingProgress("measuring", 0.45));
        ClassificationReport report = ModelEvaluator.Evaluate(measured, heldBack);
        progress.Report(new TrainingProgress("training on all rows", 0.5));
        byte[] file = trainer.Train(rows, Seed, maxMemory, stopping);
        ITextModel model = reader.Load(file, name);
        return new TrainedFile(
            file, model.Checksum, model.Labels, MetricsOf(train.Count, heldBack.Count, watch.Elapsed.TotalSeconds, report));
    }

    private static string MetricsOf(int trainingRows, int developmentRows, double seconds, ClassificationReport report) => JsonSerializer.Serialize(
        new
        {
            TrainingRows = trainingRows,
            DevelopmentRows = developmentRows,
            Seconds = seconds,
            report.Accuracy,
            report.MacroF1,
            report.MicroF1,
            report.LogLoss,
            Ece = report.ExpectedCalibrationError,
            report.Labels,
        },
        JsonSerializerOptions.Web);
}
