namespace BatchProcessing.TextModels.Training;

/// <summary>Splits rows so that every label keeps its share in both parts. Deterministic for a seed.</summary>
public static class StratifiedSplit
{
    /// <summary>Holds back a share of the rows of each label, rounded down, so a label with few rows stays in training.</summary>
    /// <param name="rows">The rows to split.</param>
    /// <param name="label">The label of a row.</param>
    /// <param name="share">Share to hold back, 0 to 1.</param>
    /// <param name="seed">Chooses which rows are held back.</param>
    public static (List<T> Train, List<T> HeldBack) Split<T>(
        IReadOnlyCollection<T> rows, Func<T, string> label, double share, int seed)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var random = new Random(seed);
        var heldBack = new HashSet<int>();
        var groups = rows.Select((row, index) => (Label: label(row), Index: index))
            .GroupBy(pair => pair.Label, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            int[] indexes = [.. group.Select(pair => pair.Index)];
            random.Shuffle(indexes);
            heldBack.UnionWith(indexes.Take((int)(indexes.Length * share)));
        }
        var parts = rows.Select((row, index) => (row, index)).ToLookup(pair => heldBack.Contains(pair.index), pair => pair.row);
        return ([.. parts[false]], [.. parts[true]]);
    }
}
