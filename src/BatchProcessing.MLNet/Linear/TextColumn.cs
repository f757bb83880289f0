using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.Linear;

/// <summary>Finds the column with the texts.</summary>
internal static class TextColumn
{
    /// <exception cref="ArgumentException">The column is missing or of another type; the message names it.</exception>
    public static DataViewSchema.Column Of(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = schema.GetColumnOrNull(name) ?? throw new ArgumentException($"There is no column '{name}' with the text.", nameof(schema));
        return column.Type is TextDataViewType
            ? column
            : throw new ArgumentException($"The column '{name}' is {column.Type}, not text.", nameof(schema));
    }
}
