namespace BatchProcessing.TextModels.Linear;

/// <summary>A file or stream is no text model, or a damaged one.</summary>
public sealed class InvalidModelFileException : Exception
{
    /// <summary>An exception without a message of its own.</summary>
    public InvalidModelFileException()
    {
    }

    /// <summary>An exception that says which file and what is wrong with it.</summary>
    public InvalidModelFileException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that says which file and what is wrong with it, and what was thrown first.</summary>
    public InvalidModelFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
