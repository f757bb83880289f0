using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.Analyses;

/// <summary>
/// Predicts with the model of the document's language. A language without a model gets no label: never the model of
/// another language.
/// </summary>
public abstract class LanguageRoutedAnalysis : IAnalysis
{
    // Below this probability the language is a guess, as in "OK" or "123", and the best supported one is taken.
    private const float SureLanguage = 0.5f;

    private readonly int[] _modelByLanguage;
    private readonly IReadOnlyList<string> _languages;

    /// <param name="models">The models of the plan.</param>
    /// <param name="languageModel">The index of the language model.</param>
    /// <param name="modelByLanguage">The index of the model for each supported language.</param>
    protected LanguageRoutedAnalysis(TextModelSet models, int languageModel, IReadOnlyDictionary<string, int> modelByLanguage)
    {
        _languages = models.Models[languageModel].Labels;
        _modelByLanguage = [.. _languages.Select(l => modelByLanguage.TryGetValue(l, out int model) ? model : -1)];
        MaxLabels = modelByLanguage.Values.Max(m => models.Models[m].Labels.Count);
    }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public int MaxLabels { get; }

    /// <inheritdoc/>
    public Prediction Predict(DocumentScorer document, Span<float> scores)
    {
        int language = document.Language();
        int model = _modelByLanguage[language];
        if (model < 0 && document.LanguageScores[language] < SureLanguage) model = BestSupported(document.LanguageScores);
        return model < 0 ? Prediction.None(language) : new Prediction(model, document.Score(model, scores));
    }

    /// <inheritdoc/>
    public string ReasonFor(int reason) => $"no {Name} model for language '{_languages[reason]}'";

    private int BestSupported(ReadOnlySpan<float> languages)
    {
        int best = -1;
        for (int i = 0; i < languages.Length; i++)
        {
            if (_modelByLanguage[i] >= 0 && (best < 0 || languages[i] > languages[best])) best = i;
        }

        return best < 0 ? -1 : _modelByLanguage[best];
    }
}
