using System.Globalization;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Cli.Evaluation;

/// <summary>An evaluation as text: summary, labels, confusion matrix.</summary>
internal static class EvaluationText
{
    /// <summary>Labels up to which the confusion matrix fits a terminal.</summary>
    private const int MatrixLabels = 20;

    public static void Write(ClassificationReport report, double documentsPerSecond, TextWriter output)
    {
        output.WriteLine(Format($"rows {report.Rows}, accuracy {report.Accuracy:F4}, macro-F1 {report.MacroF1:F4}, micro-F1 {report.MicroF1:F4}, log-loss {report.LogLoss:F4}, calibration error {report.ExpectedCalibrationError:F4}, {documentsPerSecond:N0} documents/s"));
        if (report.UnknownLabels > 0)
            output.WriteLine(Format($"{report.UnknownLabels} row(s) have a label that the model does not have; they count as errors"));
        int width = Math.Max(5, report.Labels.Max(label => label.Label.Length));
        output.WriteLine();
        output.WriteLine($"{"label".PadRight(width)}  precision  recall      F1  support");
        foreach (LabelReport label in report.Labels)
            output.WriteLine(Format($"{label.Label.PadRight(width)}     {label.Precision:F4}  {label.Recall:F4}  {label.F1:F4}  {label.Support,7}"));
        if (report.ConfusionMatrix.Count is > 0 and <= MatrixLabels)
            WriteMatrix(report, width, output);
    }

    private static void WriteMatrix(ClassificationReport report, int width, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("rows: true label; columns: given label, in the same order");
        for (int i = 0; i < report.Labels.Count; i++)
        {
            IEnumerable<string> cells = report.ConfusionMatrix[i].Select(count => Format($"{count,7}"));
            output.WriteLine(report.Labels[i].Label.PadRight(width) + string.Concat(cells));
        }
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
