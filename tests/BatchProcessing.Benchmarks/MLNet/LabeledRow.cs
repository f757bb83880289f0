using BatchProcessing.TextModels.Training;
using Microsoft.ML;

namespace BatchProcessing.Benchmarks.MLNet;

/// <summary>A row as ML.NET reads it.</summary>
internal sealed class LabeledRow
{
    public string Text { get; set; } = "";

    public string Label { get; set; } = "";

    public static IDataView View(MLContext context, IEnumerable<LabeledText> rows) =>
        context.Data.LoadFromEnumerable<LabeledRow>([.. rows.Select(r => new LabeledRow { Text = r.Text, Label = r.Label })]);
}
