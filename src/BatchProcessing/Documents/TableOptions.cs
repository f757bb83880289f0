namespace BatchProcessing.Documents;

/// <summary>How a table names its columns (or a JSON line its properties).</summary>
public sealed record TableOptions
{
    /// <summary>The column of the caller's id; not required to exist unless named by the caller.</summary>
    public string IdColumn { get; init; } = "id";

    /// <summary>The column of the text.</summary>
    public string TextColumn { get; init; } = "text";

    /// <summary>The field separator of a CSV; null to find it out among <c>, ; tab |</c>.</summary>
    public char? Delimiter { get; init; }
}
