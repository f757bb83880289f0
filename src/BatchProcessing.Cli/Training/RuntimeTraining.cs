using System.Diagnostics;
using System.Globalization;
using BatchProcessing.TextModels.Runtimes;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Cli.Training;

/// <summary>A model of another runtime, trained and measured.</summary>
/// <param name="Path">The model file.</param>
/// <param name="Rows">Rows it learned from.</param>
/// <param name="Seconds">How long the training of the file took.</param>
/// <param name="IsHeldBack">Whether it was measured on rows held back, with a model that had not seen them.</param>
/// <param name="Report">What was measured.</param>
internal sealed record RuntimeTraining(string Path, int Rows, double Seconds, bool IsHeldBack, ClassificationReport Report)
{
    private const double HeldBackShare = 0.1;

    /// <summary>
    /// Trains on all rows and writes the file. Measured on the development rows; without them, a model of nine tenths of
    /// the rows is trained first and measured on the tenth held back.
    /// </summary>
    public static RuntimeTraining Run(
        ITextModelTrainer trainer, IReadOnlyCollection<LabeledText> rows, IEnumerable<LabeledText>? development, int seed, string path)
    {
        ClassificationReport? report = development is null ? MeasureHeldBack(trainer, rows, seed, path) : null;
        var watch = Stopwatch.StartNew();
        byte[] file = trainer.Train(rows, seed);
        double seconds = watch.Elapsed.TotalSeconds;
        File.WriteAllBytes(path, file);
        return new RuntimeTraining(path, rows.Count, seconds, development is null, report ?? Measure(file, path, development!));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        {Path}: {new FileInfo(Path).Length / 1024.0:F0} KiB, {Report.Labels.Count} labels
        {Rows} rows, {Seconds:F1} s
        {Report.Rows} rows {(IsHeldBack ? "held back" : "of --dev")}: accuracy {Report.Accuracy:F4}, macro-F1 {Report.MacroF1:F4}, log-loss {Report.LogLoss:F4}, calibration error {Report.ExpectedCalibrationError:F4}
        """);

    private static ClassificationReport MeasureHeldBack(ITextModelTrainer trainer, IReadOnlyCollection<LabeledText> rows, int seed, string path)
    {
        (List<LabeledText> train, List<LabeledText> heldBack) = StratifiedSplit.Split(rows, row => row.Label, HeldBackShare, seed);
        return Measure(trainer.Train(train, seed), path, heldBack);
    }

    private static ClassificationReport Measure(byte[] file, string name, IEnumerable<LabeledText> rows)
    {
        ITextModel model = ModelRuntimes.Reader.Load(file, name);
        return ModelEvaluator.Evaluate(model, rows);
    }
}
