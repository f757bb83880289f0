using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.TextModels;

/// <summary>The names of the labels, in the order of their scores, as ML.NET's trainers write them beside the columns.</summary>
internal static class SlotLabels
{
    private const string SlotNames = "SlotNames";
    private const string TrainingLabels = "TrainingLabelValues";
    private const string KeyValues = "KeyValues";

    /// <summary>The labels of two classes whose label is true or false.</summary>
    private static readonly string[] Booleans = ["false", "true"];

    /// <summary>The labels, or none where nothing names them.</summary>
    public static string[] Of(DataViewSchema.Column score, DataViewSchema.Column label)
    {
        if (score.Type is not VectorDataViewType vector) return label.Type is BooleanDataViewType ? Booleans : [];
        string[] names = Read(score, SlotNames) ?? Read(score, TrainingLabels) ?? Read(label, KeyValues) ?? [];
        return names.Length == vector.Size && names.All(n => n.Length > 0) ? names : [];
    }

    /// <summary>The names of a key's values.</summary>
    public static string[]? OfKey(DataViewSchema.Column label) => Read(label, KeyValues);

    private static string[]? Read(DataViewSchema.Column column, string annotation) =>
        column.Annotations.Schema.GetColumnOrNull(annotation)?.Type is not VectorDataViewType { ItemType: var item } ? null
        : item is TextDataViewType ? Values<ReadOnlyMemory<char>>(column, annotation)
        : item.RawType == typeof(float) ? Values<float>(column, annotation)
        : item.RawType == typeof(double) ? Values<double>(column, annotation)
        : item.RawType == typeof(int) ? Values<int>(column, annotation)
        : item.RawType == typeof(long) ? Values<long>(column, annotation)
        : item.RawType == typeof(uint) ? Values<uint>(column, annotation)
        : item.RawType == typeof(bool) ? Values<bool>(column, annotation)
        : null;

    private static string[] Values<T>(DataViewSchema.Column column, string annotation)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(annotation, ref values);
        return [.. values.DenseValues().Select(v => v is bool b ? Booleans[b ? 1 : 0] : string.Create(CultureInfo.InvariantCulture, $"{v}"))];
    }
}
