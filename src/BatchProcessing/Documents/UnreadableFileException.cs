namespace BatchProcessing.Documents;

/// <summary>A file cannot be read, or no further: it ends as one failed document, the upload goes on.</summary>
/// <param name="code">One of <see cref="ErrorCode"/>.</param>
/// <param name="message">What is wrong, naming the value and the limit.</param>
internal sealed class UnreadableFileException(string code, string message) : Exception(message)
{
    /// <summary>The stable code of the document error.</summary>
    public string Code { get; } = code;

    /// <summary>The file contradicts its own format.</summary>
    public static UnreadableFileException Corrupt(string message) => new(ErrorCode.Corrupt, message);
}
