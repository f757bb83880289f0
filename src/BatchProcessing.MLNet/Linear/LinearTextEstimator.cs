using BatchProcessing.TextModels.Training;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.Linear;

/// <summary>
/// Trains a text model of this library as a step of an ML.NET pipeline. Deterministic for the same data and options. Rows
/// without a label are left out.
/// </summary>
public sealed class LinearTextEstimator : IEstimator<LinearTextTransformer>
{
    private readonly MLContext _context;
    private readonly LinearTextColumns _columns;
    private readonly TrainingOptions _options;

    internal LinearTextEstimator(MLContext context, LinearTextColumns columns, TrainingOptions options)
    {
        options.Validate();
        (_context, _columns, _options) = (context, columns, options with { IsMultiLabel = false });
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingDataException">There are no rows, or fewer than two labels.</exception>
    /// <exception cref="ArgumentException">A column is missing or of another type; the message names it.</exception>
    public LinearTextTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        LabeledRows labeled = LabeledRows.Read(input, _columns);
        TrainingResult result = TextModelTrainer.Train(labeled.Rows, null, _options);
        var slots = new LabelSlots(labeled.KeyValues ?? result.Model.Labels, result.Model.Labels, labeled.KeyValues is not null);
        return new LinearTextTransformer(result.Model, _columns, slots);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A column is missing or of another type; the message names it.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column text = Find(inputSchema, _columns.Text);
        if (text.ItemType is not TextDataViewType || text.Kind != SchemaShape.Column.VectorKind.Scalar)
            throw new ArgumentException($"The column '{_columns.Text}' is not text.", nameof(inputSchema));
        SchemaShape.Column label = Find(inputSchema, _columns.Label);
        if (label.Kind != SchemaShape.Column.VectorKind.Scalar || !(label.IsKey || label.ItemType is TextDataViewType))
            throw new ArgumentException($"The column '{_columns.Label}' is neither text nor a key.", nameof(inputSchema));
        return OutputShape.Of(_context, inputSchema, _columns, label.IsKey);
    }

    private static SchemaShape.Column Find(SchemaShape shape, string name)
    {
        foreach (SchemaShape.Column column in shape)
        {
            if (column.Name == name) return column;
        }

        throw new ArgumentException($"There is no column '{name}'.", nameof(shape));
    }
}
