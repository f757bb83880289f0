namespace BatchProcessing.Analyses;

/// <summary>One thing asked of each document. Immutable; all scratch is in the <see cref="DocumentScorer"/>.</summary>
public interface IAnalysis
{
    /// <summary>The name in requests, result lines and distributions, for example <c>sentiment</c>.</summary>
    string Name { get; }

    /// <summary>The most labels one of its models has: the room a prediction's scores need.</summary>
    int MaxLabels { get; }

    /// <summary>Predicts for the document the scorer has read.</summary>
    /// <param name="document">The document, read.</param>
    /// <param name="scores">Gets one probability a label of the model that was used; at least <see cref="MaxLabels"/> long.</param>
    Prediction Predict(DocumentScorer document, Span<float> scores);

    /// <summary>Why a prediction has no label, for people.</summary>
    /// <param name="reason">The <see cref="Prediction.Label"/> of a prediction without a model.</param>
    string ReasonFor(int reason);
}
