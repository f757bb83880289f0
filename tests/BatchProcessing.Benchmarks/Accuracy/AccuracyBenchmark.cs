using System.Globalization;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Benchmarks.Accuracy;

/// <summary><c>accuracy</c>: trains on every set with default options and prints how the models do on rows they have not seen.</summary>
internal static class AccuracyBenchmark
{
    public static int Run(string dataFolder, IReadOnlyCollection<string> sets)
    {
        if (!Directory.Exists(dataFolder))
        {
            Console.WriteLine($"Skipped: there is no folder {dataFolder} with the labelled sets.");
            return 0;
        }
        Console.WriteLine("| set | rows | measure | at least | reach for | measured | log-loss | calibration error | n-grams | epochs | train s | model KiB |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        bool isReached = true;
        foreach (AccuracyTarget target in AccuracyTarget.All.Where(target => sets.Count == 0 || sets.Contains(target.Set)))
            isReached &= Run(target, new LabeledSet(dataFolder, target.Set));
        return isReached ? 0 : 1;
    }

    private static bool Run(AccuracyTarget target, LabeledSet set)
    {
        (List<LabeledText> train, List<LabeledText> check) = set.Load(target.ExcludedLabel);
        // Without a dev part the trainer must not see the rows measured with: it holds back some of its own.
        TrainingResult result = TextModelTrainer.Train(train, set.HasDev ? check : null, new TrainingOptions { Name = target.Set });
        ClassificationReport report = ModelEvaluator.Evaluate(result.Model, check);
        using var file = new MemoryStream();
        result.Model.Save(file);
        double measured = target.Measure(report);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {target.Set} | {train.Count} / {check.Count} | {target.Metric} | {target.AtLeast} | {target.ReachFor} | {measured:F4}{(measured < target.AtLeast ? " (missed)" : "")} | {report.LogLoss:F3} | {report.ExpectedCalibrationError:F3} | {result.Report.KeptFeatures} of {result.Report.DistinctFeatures} | {result.Report.Epochs} | {result.Report.Seconds:F1} | {file.Length / 1024} |"));
        return measured >= target.AtLeast;
    }
}
