using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.TextModels.Linear;

/// <summary>
/// Models that score the same texts: each text is tokenised and hashed once for all linear ones, and decoded once for all
/// that another library scores. Thread-safe.
/// </summary>
public sealed class TextModelSet
{
    private readonly ITextModel[] _models;

    /// <summary>A set of models, in the order of the indexes that <see cref="TextScorer.Score"/> takes.</summary>
    /// <exception cref="ArgumentException">One is neither a <see cref="LinearTextModel"/> nor an <see cref="IRuntimeModel"/>.</exception>
    public TextModelSet(IEnumerable<ITextModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        _models = [.. models];
        if (Array.Find(_models, m => m is not (LinearTextModel or IRuntimeModel)) is { } unknown)
            throw new ArgumentException($"Nothing scores texts with '{unknown.Name}', a {unknown.GetType()}.", nameof(models));
    }

    /// <summary>The models.</summary>
    public IReadOnlyList<ITextModel> Models => _models;

    /// <summary>Creates a scorer with scratch memory of its own: one for each worker.</summary>
    public TextScorer CreateScorer() => new(_models);
}
