using System.Collections.Concurrent;
using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.Analyses;

/// <summary>The analyses that can be asked for, and the plans that carry them out.</summary>
/// <param name="models">The models to plan with.</param>
public sealed class AnalysisCatalog(ModelCatalog models)
{
    private const string Topics = "topics";
    private const string Language = "language";
    private const string SentimentPrefix = "sentiment-";

    private readonly ConcurrentDictionary<string, Lazy<AnalysisPlan>> _plans = new(StringComparer.Ordinal);

    /// <summary>The names of all analyses, in the order of the result line.</summary>
    public static IReadOnlyList<string> Names { get; } = [ClassificationAnalysis.AnalysisName, SentimentAnalysis.AnalysisName];

    /// <summary>The versions a batch that starts now is pinned to.</summary>
    /// <param name="analyses">Names out of <see cref="Names"/>.</param>
    /// <exception cref="FileNotFoundException">A model that an analysis needs is missing.</exception>
    public IReadOnlyList<string> Pin(IEnumerable<string> analyses) =>
        [.. analyses.SelectMany(ModelsOf).Distinct().Select(name => models.Newest(name)?.Reference
            ?? throw new FileNotFoundException($"The model '{name}' is missing."))];

    /// <summary>The plan for some analyses with pinned models; the same one for the same arguments.</summary>
    /// <param name="analyses">Names out of <see cref="Names"/>.</param>
    /// <param name="pinned">What <see cref="Pin"/> gave for them.</param>
    public AnalysisPlan Plan(IReadOnlyList<string> analyses, IReadOnlyList<string> pinned) => _plans.GetOrAdd(
        $"{string.Join(',', analyses)}/{string.Join(',', pinned)}",
        _ => new Lazy<AnalysisPlan>(() => Create(analyses, pinned))).Value;

    private AnalysisPlan Create(IReadOnlyList<string> analyses, IReadOnlyList<string> pinned)
    {
        var set = new TextModelSet(pinned.Select(models.Load));
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < pinned.Count; i++) indexes[pinned[i].Split('@')[0]] = i;
        int language = indexes.GetValueOrDefault(Language, -1);
        return new AnalysisPlan(set, pinned, language, [.. analyses.Select(name => Create(name, set, indexes))]);
    }

    private static IAnalysis Create(string name, TextModelSet set, Dictionary<string, int> indexes) => name switch
    {
        ClassificationAnalysis.AnalysisName => new ClassificationAnalysis(set, indexes[Topics]),
        SentimentAnalysis.AnalysisName => new SentimentAnalysis(set, indexes[Language], indexes
            .Where(i => i.Key.StartsWith(SentimentPrefix, StringComparison.Ordinal))
            .ToDictionary(i => i.Key[SentimentPrefix.Length..], i => i.Value)),
        _ => throw new ArgumentException($"'{name}' is no analysis.", nameof(name)),
    };

    private IEnumerable<string> ModelsOf(string analysis) => analysis switch
    {
        ClassificationAnalysis.AnalysisName => [Topics],
        SentimentAnalysis.AnalysisName => [Language, .. models.Versions.Select(v => v.Name)
            .Where(n => n.StartsWith(SentimentPrefix, StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)],
        _ => throw new ArgumentException($"'{analysis}' is no analysis.", nameof(analysis)),
    };
}
