using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.Analyses;

/// <summary>
/// Reads one document at a time and scores it with the models of a plan; the text is tokenised and hashed once,
/// whatever the number of analyses, and its language is found at most once. Not thread-safe: one a worker.
/// </summary>
public sealed class DocumentScorer
{
    private readonly TextScorer _scorer;
    private readonly int _languageModel;
    private readonly float[] _languageScores;
    private int _language = -1;

    /// <param name="models">The models of the plan.</param>
    /// <param name="languageModel">The index of the language model among them, or -1.</param>
    public DocumentScorer(TextModelSet models, int languageModel)
    {
        _scorer = models.CreateScorer();
        _languageModel = languageModel;
        _languageScores = languageModel < 0 ? [] : new float[models.Models[languageModel].Labels.Count];
    }

    /// <summary>The probabilities of the languages, after <see cref="Language"/> has been asked for.</summary>
    public ReadOnlySpan<float> LanguageScores => _languageScores;

    /// <summary>Reads a document.</summary>
    public void Read(ReadOnlySpan<byte> utf8)
    {
        _scorer.Read(utf8);
        _language = -1;
    }

    /// <summary>Scores the document with one model.</summary>
    /// <returns>The index of the most probable label.</returns>
    public int Score(int model, Span<float> scores) => _scorer.Score(model, scores);

    /// <summary>The index of the document's most probable language among the language model's labels.</summary>
    public int Language()
    {
        if (_language < 0) _language = _scorer.Score(_languageModel, _languageScores);
        return _language;
    }
}
