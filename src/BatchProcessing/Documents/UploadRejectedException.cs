namespace BatchProcessing.Documents;

/// <summary>An upload is refused as a whole; nothing of it stays.</summary>
/// <param name="type">The stable slug of the problem, for example <c>too-many-documents</c>.</param>
/// <param name="message">What is wrong, naming the field, the value and the limit.</param>
public sealed class UploadRejectedException(string type, string message) : Exception(message)
{
    /// <summary>The stable slug of the problem.</summary>
    public string Type { get; } = type;
}
