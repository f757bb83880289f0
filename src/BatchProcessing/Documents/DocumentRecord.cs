namespace BatchProcessing.Documents;

/// <summary>One document as a reader found it, valid until the reader moves on.</summary>
public ref struct DocumentRecord
{
    /// <summary>The caller's own id, or empty.</summary>
    public JsonString Id { get; set; }

    /// <summary>The text to analyse.</summary>
    public JsonString Text { get; set; }

    /// <summary>Where the text came from, in the caller's words, or empty.</summary>
    public JsonString Source { get; set; }

    /// <summary>When the text was written, in the caller's words, or empty.</summary>
    public JsonString Timestamp { get; set; }

    /// <summary>The 1-based line of the table on which the document starts; 0 when it is a whole file.</summary>
    public long Line { get; set; }
}
