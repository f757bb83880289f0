using System.Collections.Concurrent;
using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.Analyses;

/// <summary>Some analyses over pinned models: immutable, shared by all workers, each of which rents a scorer.</summary>
public sealed class AnalysisPlan
{
    private readonly int _languageModel;
    private readonly ConcurrentBag<DocumentScorer> _scorers = [];

    /// <param name="models">The models, in the order of <paramref name="references"/>.</param>
    /// <param name="references">Their names with versions.</param>
    /// <param name="languageModel">The index of the language model, or -1.</param>
    /// <param name="analyses">The analyses, in the order of the result line.</param>
    public AnalysisPlan(
        TextModelSet models, IReadOnlyList<string> references, int languageModel, IReadOnlyList<IAnalysis> analyses)
    {
        _languageModel = languageModel;
        Models = models;
        References = references;
        Analyses = analyses;
        ScoresPerDocument = analyses.Sum(a => a.MaxLabels);
    }

    /// <summary>The models.</summary>
    public TextModelSet Models { get; }

    /// <summary>Their names with versions, for example <c>topics@1</c>.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>The analyses, in the order of the result line.</summary>
    public IReadOnlyList<IAnalysis> Analyses { get; }

    /// <summary>Room for the scores of one document: the sum of <see cref="IAnalysis.MaxLabels"/>.</summary>
    public int ScoresPerDocument { get; }

    /// <summary>Takes a scorer that nobody else uses.</summary>
    public DocumentScorer Rent() => _scorers.TryTake(out DocumentScorer? scorer) ? scorer : new DocumentScorer(Models, _languageModel);

    /// <summary>Gives a rented scorer back.</summary>
    public void Return(DocumentScorer scorer) => _scorers.Add(scorer);
}
