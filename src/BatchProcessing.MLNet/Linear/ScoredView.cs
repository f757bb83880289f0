using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.Linear;

/// <summary>A data view with scores and labels, computed when a row's are asked for.</summary>
internal sealed class ScoredView(IDataView input, LinearTextMapper mapper) : IDataView
{
    /// <inheritdoc/>
    public bool CanShuffle => input.CanShuffle;

    /// <inheritdoc/>
    public DataViewSchema Schema => mapper.OutputSchema;

    /// <inheritdoc/>
    public long? GetRowCount() => input.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        return Scored(input.GetRowCursor(mapper.GetDependencies(columns), rand), columns);
    }

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        return [.. input.GetRowCursorSet(mapper.GetDependencies(columns), n, rand).Select(cursor => Scored(cursor, columns))];
    }

    private ScoredCursor Scored(DataViewRowCursor cursor, DataViewSchema.Column[] columns) => new(cursor, mapper.ScoresOf(cursor, columns));
}
