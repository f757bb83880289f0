namespace BatchProcessing.Analyses;

/// <summary>
/// The model versions each analysis of a batch uses, in the order of the analyses. Written as
/// <c>classification=topics@1;sentiment=language@1,sentiment-en@1</c>.
/// </summary>
public sealed class ModelPins
{
    /// <param name="byAnalysis">For each analysis the references of its models.</param>
    public ModelPins(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> byAnalysis) =>
        ByAnalysis = new OrderedDictionary<string, IReadOnlyList<string>>(byAnalysis);

    /// <summary>For each analysis the references of its models.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ByAnalysis { get; }

    /// <summary>Every reference once.</summary>
    public IReadOnlyList<string> References => [.. ByAnalysis.Values.SelectMany(r => r).Distinct()];

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not such.</exception>
    public static ModelPins Parse(string text) => new(text.Split(';').Select(pin => pin.Split('=') is [var analysis, var references]
        ? KeyValuePair.Create<string, IReadOnlyList<string>>(analysis, references.Split(','))
        : throw new FormatException($"'{pin}' pins no models.")));

    /// <inheritdoc/>
    public override string ToString() => string.Join(';', ByAnalysis.Select(p => $"{p.Key}={string.Join(',', p.Value)}"));
}
