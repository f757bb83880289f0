using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.Linear;

/// <summary>
/// The columns of the input, then the scores, then the predicted label, with the annotations that ML.NET's own trainers of
/// many classes give them: by these it finds the names of the labels and evaluates.
/// </summary>
internal static class ScoredSchema
{
    private const string SlotNames = "SlotNames";
    private const string KeyValues = "KeyValues";
    private const string ScoreColumnSetId = "ScoreColumnSetId";
    private const string ScoreColumnKind = "ScoreColumnKind";
    private const string ScoreValueKind = "ScoreValueKind";

    public static DataViewSchema Of(DataViewSchema input, LinearTextColumns columns, LabelSlots slots)
    {
        uint set = NextSet(input);
        int labels = slots.Names.Length;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        builder.AddColumn(columns.Score, new VectorDataViewType(NumberDataViewType.Single, labels), ScoreAnnotations(slots.Names, set));
        DataViewType label = slots.AreKeys ? new KeyDataViewType(typeof(uint), labels) : TextDataViewType.Instance;
        builder.AddColumn(columns.PredictedLabel, label, LabelAnnotations(slots.Names, slots.AreKeys, set));
        return builder.ToSchema();
    }

    public static DataViewSchema.Annotations ScoreAnnotations(string[] labels, uint set)
    {
        DataViewSchema.Annotations.Builder builder = Kinds("Score", set);
        AddNames(builder, SlotNames, labels);
        return builder.ToAnnotations();
    }

    public static DataViewSchema.Annotations LabelAnnotations(string[] labels, bool areKeys, uint set)
    {
        DataViewSchema.Annotations.Builder builder = Kinds("PredictedLabel", set);
        if (areKeys) AddNames(builder, KeyValues, labels);
        return builder.ToAnnotations();
    }

    private static DataViewSchema.Annotations.Builder Kinds(string value, uint set)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(ScoreColumnSetId, new KeyDataViewType(typeof(uint), int.MaxValue), (ref uint id) => id = set);
        AddText(builder, ScoreColumnKind, "MulticlassClassification");
        AddText(builder, ScoreValueKind, value);
        return builder;
    }

    /// <summary>Columns of one scorer share a number that no other scorer before it has.</summary>
    private static uint NextSet(DataViewSchema input)
    {
        uint most = 0;
        foreach (DataViewSchema.Column column in input)
        {
            uint id = 0;
            if (column.Annotations.Schema.GetColumnOrNull(ScoreColumnSetId)?.Type is not KeyDataViewType { } type || type.RawType != typeof(uint)) continue;
            column.Annotations.GetValue(ScoreColumnSetId, ref id);
            most = Math.Max(most, id);
        }

        return most + 1;
    }

    private static void AddText(DataViewSchema.Annotations.Builder builder, string name, string value) =>
        builder.Add(name, TextDataViewType.Instance, (ref ReadOnlyMemory<char> text) => text = value.AsMemory());

    private static void AddNames(DataViewSchema.Annotations.Builder builder, string name, string[] values)
    {
        var names = new VBuffer<ReadOnlyMemory<char>>(values.Length, [.. values.Select(v => v.AsMemory())]);
        var type = new VectorDataViewType(TextDataViewType.Instance, values.Length);
        builder.Add(name, type, (ref VBuffer<ReadOnlyMemory<char>> value) => names.CopyTo(ref value));
    }
}
