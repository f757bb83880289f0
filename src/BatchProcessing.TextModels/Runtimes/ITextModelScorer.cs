namespace BatchProcessing.TextModels.Runtimes;

/// <summary>Scores texts with one <see cref="IRuntimeModel"/>. Not thread-safe.</summary>
public interface ITextModelScorer
{
    /// <summary>Scores a text.</summary>
    /// <param name="text">The text; it may be overwritten after the call.</param>
    /// <param name="probabilities">Receives a probability, 0 to 1, for each label; as long as the model's labels.</param>
    /// <returns>Index of the label that the model gives the text.</returns>
    int Score(ReadOnlyMemory<char> text, Span<float> probabilities);
}
