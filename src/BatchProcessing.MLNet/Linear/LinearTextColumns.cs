namespace BatchProcessing.MLNet.Linear;

/// <summary>The names of the columns that a text model reads and gives; the defaults are ML.NET's own.</summary>
public sealed record LinearTextColumns
{
    /// <summary>The text to classify: a column of text.</summary>
    public string Text { get; init; } = "Text";

    /// <summary>What is learned, only read by training: a column of text, or a key made by <c>MapValueToKey</c>.</summary>
    public string Label { get; init; } = "Label";

    /// <summary>Gets a probability for each label, a vector whose slot names are the labels.</summary>
    public string Score { get; init; } = "Score";

    /// <summary>Gets the most probable label.</summary>
    public string PredictedLabel { get; init; } = "PredictedLabel";
}
