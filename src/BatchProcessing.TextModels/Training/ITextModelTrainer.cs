namespace BatchProcessing.TextModels.Training;

/// <summary>Trains text models of a runtime of another library.</summary>
public interface ITextModelTrainer
{
    /// <summary>The runtime that scores what it trains.</summary>
    string Runtime { get; }

    /// <summary>Learns exclusive labels from rows.</summary>
    /// <param name="rows">The rows; at least two labels.</param>
    /// <param name="seed">Seeds what the trainer draws.</param>
    /// <param name="maxMemory">Most bytes that what is learned may take while it is learned, as far as that can be known before.</param>
    /// <param name="cancellationToken">Stops the training, at the latest when its library looks.</param>
    /// <returns>The model file.</returns>
    /// <exception cref="TrainingDataException">The rows cannot be learned from, or not within the memory.</exception>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    byte[] Train(IReadOnlyCollection<LabeledText> rows, int seed, long maxMemory = long.MaxValue, CancellationToken cancellationToken = default);
}
