using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.Linear;

/// <summary>
/// What pipelines are told of the columns before the labels are known. Shapes of columns have no public constructor, so a
/// mapping of ML.NET that never runs makes them.
/// </summary>
internal static class OutputShape
{
    public static SchemaShape Of(MLContext context, SchemaShape input, LinearTextColumns columns, bool areKeys)
    {
        var nothing = SchemaDefinition.Create(typeof(Nothing));
        var added = SchemaDefinition.Create(typeof(Given));
        string[] any = ["", ""];
        SchemaDefinition.Column score = added[nameof(Given.Score)];
        (score.ColumnName, score.ColumnType) = (columns.Score, new VectorDataViewType(NumberDataViewType.Single, any.Length));
        Annotate(score, ScoredSchema.ScoreAnnotations(any, 1));
        SchemaDefinition.Column label = added[areKeys ? nameof(Given.Key) : nameof(Given.Text)];
        label.ColumnName = columns.PredictedLabel;
        if (areKeys) label.ColumnType = new KeyDataViewType(typeof(uint), any.Length);
        Annotate(label, ScoredSchema.LabelAnnotations(any, areKeys, 1));
        added.Remove(added[areKeys ? nameof(Given.Text) : nameof(Given.Key)]);
        return context.Transforms.CustomMapping<Nothing, Given>((_, _) => { }, contractName: null, nothing, added).GetOutputSchema(input);
    }

    private static void Annotate(SchemaDefinition.Column column, DataViewSchema.Annotations annotations)
    {
        foreach (DataViewSchema.Column annotation in annotations.Schema)
        {
            if (annotation.Type is VectorDataViewType) Copy<VBuffer<ReadOnlyMemory<char>>>(column, annotations, annotation);
            else if (annotation.Type is KeyDataViewType) Copy<uint>(column, annotations, annotation);
            else Copy<ReadOnlyMemory<char>>(column, annotations, annotation);
        }
    }

    private static void Copy<T>(SchemaDefinition.Column column, DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        T value = default!;
        annotations.GetValue(annotation.Name, ref value);
        column.AddAnnotation(annotation.Name, value, annotation.Type);
    }

    private sealed class Nothing;

    private sealed class Given
    {
        public float[] Score { get; set; } = [];

        public uint Key { get; set; }

        public string Text { get; set; } = "";
    }
}
