namespace BatchProcessing.TextModels.Training;

/// <summary>Trains text models of a runtime of another library.</summary>
public interface ITextModelTrainer
{
    /// <summary>The runtime that scores what it trains.</summary>
    string Runtime { get; }

    /// <summary>Learns exclusive labels from rows.</summary>
    /// <param name="rows">The rows; at least two labels.</param>
    /// <param name="seed">Seeds what the trainer draws.</param>
    /// <returns>The model file.</returns>
    /// <exception cref="TrainingDataException">The rows cannot be learned from.</exception>
    byte[] Train(IReadOnlyCollection<LabeledText> rows, int seed);
}
