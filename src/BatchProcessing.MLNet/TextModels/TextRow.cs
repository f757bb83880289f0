using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.TextModels;

/// <summary>The row that a pipeline reads: one text, exchanged for each document. Not thread-safe.</summary>
internal sealed class TextRow(DataViewSchema schema, DataViewSchema.Column textColumn) : DataViewRow
{
    private ReadOnlyMemory<char> _text;
    private long _position = -1;

    /// <inheritdoc/>
    public override DataViewSchema Schema => schema;

    /// <summary>Rises with each text: mappers keep what they computed for a position.</summary>
    public override long Position => _position;

    /// <inheritdoc/>
    public override long Batch => 0;

    /// <summary>Takes the next text.</summary>
    public void MoveTo(ReadOnlyMemory<char> text)
    {
        _text = text;
        _position++;
    }

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index == textColumn.Index;

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column)) throw new InvalidOperationException($"A document has no '{column.Name}'.");
        ValueGetter<ReadOnlyMemory<char>> getter = (ref ReadOnlyMemory<char> value) => value = _text;
        return getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"'{column.Name}' is text, not {typeof(TValue)}.");
    }

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);
}
