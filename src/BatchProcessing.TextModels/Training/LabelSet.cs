namespace BatchProcessing.TextModels.Training;

/// <summary>The labels of a model in ordinal order, and how a row's label text maps to their indexes.</summary>
internal sealed class LabelSet
{
    /// <summary>Joins the labels of one row.</summary>
    public const char Separator = '|';

    private readonly Dictionary<string, int> _indexes;

    public LabelSet(IReadOnlyList<string> names, bool isMultiLabel)
    {
        (Names, IsMultiLabel) = (names, isMultiLabel);
        _indexes = names.Select((name, index) => (name, index)).ToDictionary(p => p.name, p => p.index, StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Names { get; }

    public bool IsMultiLabel { get; }

    public static LabelSet Collect(IEnumerable<string> labels, bool isMultiLabel)
    {
        IEnumerable<string> names = isMultiLabel ? labels.SelectMany(Split) : labels;
        return new LabelSet([.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], isMultiLabel);
    }

    /// <summary>Indexes of a row's labels; labels that are not in the set are left out.</summary>
    public int[] IndexesOf(string label)
    {
        if (!IsMultiLabel)
            return _indexes.TryGetValue(label, out int index) ? [index] : [];
        return [.. Split(label).Where(_indexes.ContainsKey).Select(name => _indexes[name]).Distinct().Order()];
    }

    private static string[] Split(string label)
        => label.Split(Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
