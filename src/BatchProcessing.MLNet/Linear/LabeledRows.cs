using BatchProcessing.MLNet.TextModels;
using BatchProcessing.TextModels.Training;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.Linear;

/// <summary>What a trainer learns from: the labelled texts of a data view.</summary>
/// <param name="Rows">The rows that have a label.</param>
/// <param name="KeyValues">The values of the key that the label is; null where it is text.</param>
internal sealed record LabeledRows(List<LabeledText> Rows, string[]? KeyValues)
{
    /// <exception cref="ArgumentException">A column is missing or of another type; the message names it.</exception>
    public static LabeledRows Read(IDataView data, LinearTextColumns columns)
    {
        DataViewSchema.Column text = TextColumn.Of(data.Schema, columns.Text);
        DataViewSchema.Column label = data.Schema.GetColumnOrNull(columns.Label)
            ?? throw new ArgumentException($"There is no column '{columns.Label}' to learn from.", nameof(data));
        string[]? keys = label.Type switch
        {
            TextDataViewType => null,
            KeyDataViewType { Count: > 0 } key when key.RawType == typeof(uint) =>
                SlotLabels.OfKey(label) ?? [.. Enumerable.Range(0, (int)key.Count).Select(i => $"{i}")],
            _ => throw new ArgumentException(
                $"The column '{columns.Label}' is {label.Type}; a text model learns text, or a key: see MapValueToKey.", nameof(data)),
        };
        using DataViewRowCursor cursor = data.GetRowCursor([text, label]);
        return new LabeledRows(ReadRows(cursor, text, LabelGetter(cursor, label, keys)), keys);
    }

    private static List<LabeledText> ReadRows(DataViewRowCursor cursor, DataViewSchema.Column textColumn, Func<string> label)
    {
        ValueGetter<ReadOnlyMemory<char>> getter = cursor.GetGetter<ReadOnlyMemory<char>>(textColumn);
        ReadOnlyMemory<char> text = default;
        List<LabeledText> rows = [];
        while (cursor.MoveNext())
        {
            if (label() is not { Length: > 0 } name) continue; // as ML.NET's trainers do
            getter(ref text);
            rows.Add(new LabeledText(text.ToString(), name));
        }

        return rows;
    }

    private static Func<string> LabelGetter(DataViewRow row, DataViewSchema.Column label, string[]? keys)
    {
        if (keys is null)
        {
            ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(label);
            ReadOnlyMemory<char> value = default;
            return () =>
            {
                getter(ref value);
                return value.ToString();
            };
        }

        ValueGetter<uint> keyGetter = row.GetGetter<uint>(label);
        uint key = 0;
        return () =>
        {
            keyGetter(ref key); // from 1; 0 is missing
            return key == 0 ? "" : keys[key - 1];
        };
    }
}
