namespace BatchProcessing.MLNet.Linear;

/// <summary>
/// The labels in the order of the scores: a key's values in their order where there is a key, of which a model may have seen
/// only some, else the model's own.
/// </summary>
internal sealed class LabelSlots
{
    private readonly int[] _slots;

    /// <param name="names">The labels, in the order of the scores.</param>
    /// <param name="modelLabels">The labels of the model, all among the names.</param>
    /// <param name="areKeys">Whether the predicted label is a key.</param>
    public LabelSlots(IReadOnlyList<string> names, IReadOnlyList<string> modelLabels, bool areKeys)
    {
        (Names, AreKeys) = ([.. names], areKeys);
        Dictionary<string, int> places = Names.Select((n, i) => (n, i)).ToDictionary(p => p.n, p => p.i, StringComparer.Ordinal);
        _slots = [.. modelLabels.Select(l => places[l])];
    }

    public string[] Names { get; }

    public bool AreKeys { get; }

    /// <summary>The place among the scores of a label of the model.</summary>
    public int Of(int modelLabel) => _slots[modelLabel];

    /// <summary>Puts the model's probabilities at their places; the other places are left as they are.</summary>
    public void Spread(ReadOnlySpan<float> probabilities, Span<float> scores)
    {
        for (int i = 0; i < _slots.Length; i++)
            scores[_slots[i]] = probabilities[i];
    }
}
