using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.TextModels;

/// <summary>Reads the label of a row as its place among the labels.</summary>
internal static class LabelReader
{
    /// <exception cref="NotSupportedException">The column is of a type that labels do not have.</exception>
    public static Func<int> Of(DataViewRow row, DataViewSchema.Column label, IReadOnlyList<string> labels) => label.Type switch
    {
        TextDataViewType => OfText(row.GetGetter<ReadOnlyMemory<char>>(label), labels),
        KeyDataViewType { RawType: var raw } when raw == typeof(uint) => OfKey(row.GetGetter<uint>(label), SlotLabels.OfKey(label), labels),
        { RawType: var raw } when raw == typeof(bool) => OfValue<bool>(row, label, labels),
        { RawType: var raw } when raw == typeof(float) => OfValue<float>(row, label, labels),
        { RawType: var raw } when raw == typeof(double) => OfValue<double>(row, label, labels),
        { RawType: var raw } when raw == typeof(int) => OfValue<int>(row, label, labels),
        { RawType: var raw } when raw == typeof(long) => OfValue<long>(row, label, labels),
        { RawType: var raw } when raw == typeof(uint) => OfValue<uint>(row, label, labels),
        var type => throw new NotSupportedException($"Labels of the type {type} in '{label.Name}' are not supported."),
    };

    private static Func<int> OfText(ValueGetter<ReadOnlyMemory<char>> getter, IReadOnlyList<string> labels)
    {
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> places = PlacesOf(labels).GetAlternateLookup<ReadOnlySpan<char>>();
        ReadOnlyMemory<char> value = default;
        return () =>
        {
            getter(ref value);
            return places.TryGetValue(value.Span, out int place) ? place : throw Unknown(value);
        };
    }

    private static Func<int> OfKey(ValueGetter<uint> getter, string[]? names, IReadOnlyList<string> labels)
    {
        Dictionary<string, int> places = PlacesOf(labels);
        int[] placeOfKey = names is null
            ? [.. Enumerable.Range(0, labels.Count)]
            : [.. names.Select(n => places.TryGetValue(n, out int place) ? place : -1)];
        uint key = 0;
        return () =>
        {
            getter(ref key); // from 1; 0 is missing
            return key > 0 && key <= placeOfKey.Length && placeOfKey[key - 1] is >= 0 and var place ? place : throw Unknown(key);
        };
    }

    private static Func<int> OfValue<T>(DataViewRow row, DataViewSchema.Column label, IReadOnlyList<string> labels)
        where T : unmanaged, IParsable<T>
    {
        ValueGetter<T> getter = row.GetGetter<T>(label);
        Dictionary<T, int> places = labels.Select((l, i) => (Value: T.Parse(l, CultureInfo.InvariantCulture), i)).ToDictionary(p => p.Value, p => p.i);
        T value = default;
        return () =>
        {
            getter(ref value);
            return places.TryGetValue(value, out int place) ? place : throw Unknown(value);
        };
    }

    private static Dictionary<string, int> PlacesOf(IReadOnlyList<string> labels) =>
        labels.Select((l, i) => (l, i)).ToDictionary(p => p.l, p => p.i, StringComparer.Ordinal);

    private static InvalidOperationException Unknown<T>(T label) => new($"The model gave '{label}', which is none of its labels.");
}
