namespace BatchProcessing.Documents;

/// <summary>What a file of an upload is taken for.</summary>
public enum FileKind
{
    /// <summary>Plain text: one document.</summary>
    Text,

    /// <summary>Markdown: one document, its markup removed.</summary>
    Markdown,

    /// <summary>HTML: one document, its visible text.</summary>
    Html,

    /// <summary>A table with a header: a document a row.</summary>
    Csv,

    /// <summary>JSON Lines: a document a line.</summary>
    JsonLines,
}
