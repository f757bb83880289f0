using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.Processing;

/// <summary>Checks the classes of a processor against its transformer, before any item is there.</summary>
internal static class SchemaCheck
{
    /// <exception cref="SchemaMismatchException">A column is missing or of another type.</exception>
    public static void Check<TInput, TOutput>(MLContext context, ITransformer transformer)
        where TInput : class
        where TOutput : class, new()
    {
        IDataView nothing = context.Data.LoadFromEnumerable(Array.Empty<TInput>());
        IDataView output = Try(() => transformer.Transform(nothing), typeof(TInput), "taken from", nothing.Schema);
        foreach (SchemaDefinition.Column column in SchemaDefinition.Create(typeof(TOutput), SchemaDefinition.Direction.Write))
        {
            if (output.Schema.GetColumnOrNull(column.ColumnName) is null)
                throw Mismatch($"Could not find the column '{column.ColumnName}'.", typeof(TOutput), "written to", output.Schema);
        }

        Try(() => context.Data.CreateEnumerable<TOutput>(output, reuseRowObject: false), typeof(TOutput), "written to", output.Schema);
    }

    private static T Try<T>(Func<T> bind, Type row, string direction, DataViewSchema schema)
    {
        try
        {
            return bind();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw Mismatch(e.Message, row, direction, schema, e);
        }
    }

    private static SchemaMismatchException Mismatch(
        string reason, Type row, string direction, DataViewSchema schema, Exception? cause = null)
    {
        IEnumerable<string> columns = schema.Where(c => !c.IsHidden).Select(c => $"{c.Name} ({c.Type})");
        return new SchemaMismatchException($"{reason} Columns {direction} {row.Name}: {string.Join(", ", columns)}.", cause);
    }
}
