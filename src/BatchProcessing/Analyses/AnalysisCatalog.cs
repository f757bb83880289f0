using BatchProcessing.Documents;
using BatchProcessing.Models;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.Analyses;

/// <summary>The analyses that can be asked for, and the plans that carry them out.</summary>
/// <param name="models">The models to plan with.</param>
/// <param name="configured">The models that the configuration names in place of the shipped ones, if any.</param>
public sealed class AnalysisCatalog(IModelSource models, ConfiguredModels? configured = null)
{
    /// <summary>The name of the analysis that says what a document is about.</summary>
    public const string Classification = "classification";

    private const string TopicsModel = "topics";
    private const string LanguageModel = "language";
    private const string SentimentModels = "sentiment-";
    private const string EmotionModel = "emotion";
    private const string EmotionLanguage = "en";

    // A plan holds its models: what few batches name must not stay for ever.
    private const int KeptPlans = 64;

    private readonly RecentlyUsed<string, AnalysisPlan> _plans = new(KeptPlans);

    /// <summary>The names of all analyses, in the order of the result line.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [Classification, SentimentAnalysis.AnalysisName, EmotionAnalysis.AnalysisName, LanguageAnalysis.AnalysisName];

    /// <summary>What is asked of documents when a caller does not say.</summary>
    public static IReadOnlyList<string> Default { get; } = [Classification, SentimentAnalysis.AnalysisName];

    /// <summary>The versions a batch that starts now is pinned to.</summary>
    /// <param name="tenantId">Whose batch.</param>
    /// <param name="analyses">Names out of <see cref="Names"/>.</param>
    /// <param name="chosen">For some analyses the model the caller names, with or without a version.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <exception cref="UploadRejectedException">A model the caller names is not there, or is for another analysis.</exception>
    /// <exception cref="FileNotFoundException">A model that came with the service is missing.</exception>
    public async Task<ModelPins> PinAsync(
        string tenantId, IEnumerable<string> analyses, IReadOnlyDictionary<string, string> chosen, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, IReadOnlyList<string>>> pins = [];
        IReadOnlyList<ActiveModel>? active = null;
        foreach (string analysis in analyses)
        {
            IReadOnlyList<string> references = chosen.TryGetValue(analysis, out string? name)
                ? [await ChosenAsync(tenantId, analysis, name, cancellationToken)]
                : Defaults(analysis, active ??= await models.ListActiveAsync(tenantId, cancellationToken));
            pins.Add(KeyValuePair.Create(analysis, references));
        }

        return new ModelPins(pins);
    }

    /// <summary>The plan for pinned models; the same one for the same arguments, while it is in use.</summary>
    public Task<AnalysisPlan> PlanAsync(string tenantId, ModelPins pins) =>
        _plans.GetOrMakeAsync($"{tenantId}/{pins}", () => CreateAsync(tenantId, pins));

    private async Task<AnalysisPlan> CreateAsync(string tenantId, ModelPins pins)
    {
        IReadOnlyList<string> references = pins.References;
        ITextModel[] loaded = await Task.WhenAll(references.Select(r => models.LoadAsync(tenantId, r, CancellationToken.None)));
        var set = new TextModelSet(loaded);
        var indexes = references.Select((r, i) => (r, i)).ToDictionary(p => p.r, p => p.i, StringComparer.Ordinal);
        int language = references.ToList().FindIndex(IsLanguageModel);
        return new AnalysisPlan(set, references, language, [.. pins.ByAnalysis.Select(p => Create(p.Key, p.Value, set, indexes))]);
    }

    private static IAnalysis Create(
        string analysis, IReadOnlyList<string> references, TextModelSet set, Dictionary<string, int> indexes)
    {
        int first = indexes[references[0]];
        if (!IsLanguageModel(references[0])) return new SingleModelAnalysis(analysis, set, first);
        var byLanguage = references.Skip(1).ToDictionary(LanguageOf, r => indexes[r]);
        return analysis switch
        {
            SentimentAnalysis.AnalysisName => new SentimentAnalysis(set, first, byLanguage),
            EmotionAnalysis.AnalysisName => new EmotionAnalysis(set, first, byLanguage),
            LanguageAnalysis.AnalysisName => new LanguageAnalysis(set, first),
            _ => new SingleModelAnalysis(analysis, set, first),
        };
    }

    private async Task<string> ChosenAsync(string tenantId, string analysis, string name, CancellationToken cancellationToken)
    {
        string reference = await models.ResolveAsync(tenantId, name, cancellationToken)
            ?? throw new UploadRejectedException("validation", $"{analysis}Model is '{name}', but there is no such model that is ready.");
        return await models.KindOfAsync(tenantId, reference, cancellationToken) is { } kind && kind != analysis
            ? throw new UploadRejectedException("validation", $"{analysis}Model is '{name}', a model of the kind '{kind}', which is none for this analysis.")
            : reference;
    }

    private List<string> Defaults(string analysis, IReadOnlyList<ActiveModel> active)
    {
        IReadOnlyList<string> names = analysis switch
        {
            _ when configured is not null && configured.TryGetValue(analysis, out ConfiguredModel? model) => [model.NameOrDefault],
            Classification => [TopicsModel],
            SentimentAnalysis.AnalysisName => [LanguageModel, .. SentimentModelsIn(active)],
            EmotionAnalysis.AnalysisName => [LanguageModel, EmotionModel],
            LanguageAnalysis.AnalysisName => [LanguageModel],
            _ => throw new ArgumentException($"'{analysis}' is no analysis.", nameof(analysis)),
        };
        List<string> references = [];
        foreach (string name in names)
        {
            references.Add(active.FirstOrDefault(m => m.Name == name)?.Reference
                ?? throw new FileNotFoundException($"The model '{name}' is missing."));
        }

        return references;
    }

    private static IEnumerable<string> SentimentModelsIn(IReadOnlyList<ActiveModel> active) =>
        active.Where(m => m.IsShared && m.Name.StartsWith(SentimentModels, StringComparison.Ordinal)).Select(m => m.Name).Distinct();

    private static bool IsLanguageModel(string reference) => reference.StartsWith(LanguageModel + "@", StringComparison.Ordinal);

    private static string LanguageOf(string reference)
    {
        string name = reference.Split('@')[0];
        return name.StartsWith(SentimentModels, StringComparison.Ordinal) ? name[SentimentModels.Length..] : EmotionLanguage;
    }
}
