using System.Text.Json;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Cli.Evaluation;

/// <summary>An evaluation as one JSON object.</summary>
internal static class EvaluationJson
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static void Write(ClassificationReport report, double documentsPerSecond, TextWriter output)
        => output.WriteLine(JsonSerializer.Serialize(new
        {
            report.Accuracy,
            report.MacroF1,
            report.MicroF1,
            report.LogLoss,
            Ece = report.ExpectedCalibrationError,
            DocsPerSecond = Math.Round(documentsPerSecond),
            report.Rows,
            report.UnknownLabels,
            report.Labels,
            report.ConfusionMatrix,
        }, Options));
}
