using BatchProcessing.TextModels.Linear;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.Linear;

/// <summary>
/// A text model of this library as a transformer: adds a column of scores and one of the predicted label. Safe for concurrent
/// use. It is saved as <c>.btm</c>, by <see cref="Save(string)"/>; ML.NET's <c>.zip</c> cannot hold it.
/// </summary>
public sealed class LinearTextTransformer : ITransformer
{
    private const string CannotBeSaved =
        "A LinearTextTransformer cannot be in a .zip of ML.NET: its loader knows only components of its own. Save the text model by "
        + "LinearTextTransformer.Save(\"x.btm\") and bring it back by LinearText.Load(mlContext, \"x.btm\"); save the other steps of the "
        + "pipeline without it, and discard what this call has written.";

    private readonly LinearTextColumns _columns;

    internal LinearTextTransformer(LinearTextModel model, LinearTextColumns columns, LabelSlots slots)
    {
        (Model, _columns, Slots) = (model, columns, slots);
        Set = new TextModelSet([model]);
    }

    /// <summary>The model.</summary>
    public LinearTextModel Model { get; }

    /// <inheritdoc/>
    public bool IsRowToRowMapper => true;

    internal LabelSlots Slots { get; }

    internal TextModelSet Set { get; }

    /// <summary>Writes the model file, by convention <c>.btm</c>. An existing file is replaced, not overwritten.</summary>
    public void Save(string path) => Model.Save(path);

    /// <summary>Writes the model file.</summary>
    public void Save(Stream stream) => Model.Save(stream);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The column of the text is missing or of another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The column of the text is missing or of another type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoredView(input, Bind(input.Schema));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The column of the text is missing or of another type.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema);

    /// <summary>Always fails: by its public API ML.NET can save its own components only.</summary>
    /// <exception cref="NotSupportedException">Always; the message says what to do instead.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException(CannotBeSaved);

    private LinearTextMapper Bind(DataViewSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new LinearTextMapper(this, input, TextColumn.Of(input, _columns.Text), ScoredSchema.Of(input, _columns, Slots));
    }
}
