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

    /// <summary>An Excel workbook: its first visible sheet is a table, a document a row.</summary>
    Workbook,

    /// <summary>A Word document: one document, its text.</summary>
    WordDocument,

    /// <summary>An e-mail message: one document, its subject and body.</summary>
    Email,

    /// <summary>A ZIP archive of any of the others.</summary>
    Archive,
}
