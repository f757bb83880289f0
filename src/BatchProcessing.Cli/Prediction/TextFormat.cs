namespace BatchProcessing.Cli.Prediction;

/// <summary>How texts are written in a file.</summary>
internal enum TextFormat
{
    /// <summary>One text a line.</summary>
    Lines,

    /// <summary>CSV with a header.</summary>
    Csv,

    /// <summary>One JSON object a line.</summary>
    JsonLines,
}
