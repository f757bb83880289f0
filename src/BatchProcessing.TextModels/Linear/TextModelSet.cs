namespace BatchProcessing.TextModels.Linear;

/// <summary>Models that score the same texts: each text is tokenised and hashed once for all of them. Thread-safe.</summary>
public sealed class TextModelSet
{
    private readonly LinearTextModel[] _models;

    /// <summary>A set of models, in the order of the indexes that <see cref="TextScorer.Score"/> takes.</summary>
    public TextModelSet(IEnumerable<LinearTextModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        _models = [.. models];
    }

    /// <summary>The models.</summary>
    public IReadOnlyList<LinearTextModel> Models => _models;

    /// <summary>Creates a scorer with scratch memory of its own: one for each worker.</summary>
    public TextScorer CreateScorer() => new(_models);
}
