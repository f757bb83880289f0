namespace BatchProcessing.Documents;

/// <summary>The stable codes of document errors: what callers may switch on.</summary>
public static class ErrorCode
{
    /// <summary>The text is missing, empty or only white space.</summary>
    public const string Empty = "empty";

    /// <summary>The bytes are not valid UTF-8 (or not valid in the charset the file declares).</summary>
    public const string Encoding = "encoding";

    /// <summary>The text is longer than a document may be.</summary>
    public const string TextTooLarge = "text-too-large";

    /// <summary>The file is not what its name says, for example an image named <c>.txt</c>.</summary>
    public const string ContentMismatch = "content-mismatch";

    /// <summary>The file contradicts its own format: damaged, cut off, or made to deceive.</summary>
    public const string Corrupt = "corrupt";

    /// <summary>The file, or the entry of an archive, can only be read with a password.</summary>
    public const string Encrypted = "encrypted";

    /// <summary>A compressed file becomes larger, or larger by a factor, or has more entries, than a file may.</summary>
    public const string UnpackedTooLarge = "unpacked-too-large";

    /// <summary>An entry of an archive is of a kind that is not read.</summary>
    public const string UnsupportedFileType = "unsupported-file-type";

    /// <summary>A row has more or fewer fields than the header.</summary>
    public const string ColumnCount = "column-count";

    /// <summary>A quoted field is never closed; the rest of the file cannot be told apart.</summary>
    public const string UnterminatedQuote = "unterminated-quote";

    /// <summary>A line is not JSON.</summary>
    public const string InvalidJson = "invalid-json";

    /// <summary>A line is JSON but not an object.</summary>
    public const string NotObject = "not-object";

    /// <summary>A property has the wrong JSON type.</summary>
    public const string InvalidType = "invalid-type";

    /// <summary>The id occurred before in the same table.</summary>
    public const string DuplicateId = "duplicate-id";

    /// <summary>The id is longer than 256 characters.</summary>
    public const string IdTooLong = "id-too-long";

    /// <summary>The source or the timestamp is longer than 4,096 bytes.</summary>
    public const string FieldTooLong = "field-too-long";

    /// <summary>The text contains U+0000.</summary>
    public const string Nul = "nul";

    /// <summary>An analysis threw on this document.</summary>
    public const string ScoringFailed = "scoring-failed";

    /// <summary>The process died again and again while it analysed this document alone.</summary>
    public const string PoisonDocument = "poison-document";

    /// <summary>The document took longer than a chunk may, more than once.</summary>
    public const string Timeout = "timeout";
}
