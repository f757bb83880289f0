using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.Linear;

/// <summary>A text model bound to the columns of an input: these keep their places, the scores and the label follow.</summary>
internal sealed class LinearTextMapper(
    LinearTextTransformer transformer, DataViewSchema input, DataViewSchema.Column text, DataViewSchema output) : IRowToRowMapper
{
    /// <inheritdoc/>
    public DataViewSchema InputSchema => input;

    /// <inheritdoc/>
    public DataViewSchema OutputSchema => output;

    /// <inheritdoc/>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        bool[] needed = new bool[input.Count];
        foreach (DataViewSchema.Column column in dependingColumns)
            needed[IsOwn(column) ? text.Index : column.Index] = true;
        return input.Where(c => needed[c.Index]);
    }

    /// <inheritdoc/>
    DataViewRow IRowToRowMapper.GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new ScoredRow(input, ScoresOf(input, activeColumns));

    public RowScores ScoresOf(DataViewRow row, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        bool[] active = new bool[output.Count];
        foreach (DataViewSchema.Column column in activeColumns)
            active[column.Index] = true;
        return new RowScores(transformer, row, text, output, active);
    }

    /// <summary>Whether a column of the output is the scores or the label.</summary>
    private bool IsOwn(DataViewSchema.Column column) => column.Index >= input.Count;
}
