using BatchProcessing.MLNet.TextModels;
using BatchProcessing.TextModels.Training;
using Microsoft.ML;

namespace BatchProcessing.MLNet.Training;

/// <summary>
/// Trains what ML.NET's own guides train for text: FeaturizeText and stochastic dual coordinate ascent, with logistic
/// regression for two labels and maximum entropy for more, all with ML.NET's default options. ML.NET cannot be stopped in
/// the middle: a training that is no longer wanted ends when rows are read the next time.
/// </summary>
public sealed class MLNetTrainer : ITextModelTrainer
{
    /// <inheritdoc/>
    public string Runtime => MLNetRuntime.RuntimeName;

    /// <inheritdoc/>
    public byte[] Train(
        IReadOnlyCollection<LabeledText> rows, int seed, long maxMemory = long.MaxValue, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        string[] labels = [.. rows.Select(r => r.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (labels.Length < 2) throw new TrainingDataException($"There are {rows.Count} rows with {labels.Length} label(s); two labels are needed.");
        if (Array.Find(labels, l => l.Contains('|', StringComparison.Ordinal)) is { } several)
            throw new TrainingDataException($"The label \"{several}\" is several labels; the runtime MLNet learns one a text.");
        if (maxMemory < long.MaxValue) FeaturizedSize.Check(rows, labels.Length, maxMemory, cancellationToken);
        var context = new MLContext(seed);
        IDataView data = context.Data.LoadFromEnumerable(rows.Select(r => RowOf(r, cancellationToken)));
        ITransformer model = TextTrainingPipeline.Of(context, labels).Fit(data);
        cancellationToken.ThrowIfCancellationRequested();
        using var file = new MemoryStream();
        context.Model.Save(model, data.Schema, file);
        return file.ToArray();
    }

    private static LabeledRow RowOf(LabeledText row, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new LabeledRow { Text = row.Text, Label = row.Label };
    }

    private sealed class LabeledRow
    {
        public string Text { get; set; } = "";

        public string Label { get; set; } = "";
    }
}
