using BatchProcessing.TextModels.Training;
using Microsoft.ML;

namespace BatchProcessing.MLNet.Tests.Linear;

/// <summary>A row as a user of ML.NET has it.</summary>
public sealed class Row
{
    public string Text { get; set; } = "";

    public string Label { get; set; } = "";

    public static IDataView Load(MLContext context, IEnumerable<LabeledText> rows) =>
        context.Data.LoadFromEnumerable(rows.Select(r => new Row { Text = r.Text, Label = r.Label }));
}
