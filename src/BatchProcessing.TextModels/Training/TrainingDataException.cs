namespace BatchProcessing.TextModels.Training;

/// <summary>The training data cannot be learned from; the message says why.</summary>
public sealed class TrainingDataException : Exception
{
    /// <summary>An exception without a message of its own.</summary>
    public TrainingDataException()
    {
    }

    /// <summary>An exception that says what is wrong with the data.</summary>
    public TrainingDataException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that says what is wrong with the data, and what was thrown first.</summary>
    public TrainingDataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
