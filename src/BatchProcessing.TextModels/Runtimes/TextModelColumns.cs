namespace BatchProcessing.TextModels.Runtimes;

/// <summary>Which columns of a model's schema hold what; null for the runtime's usual ones.</summary>
/// <param name="Input">The column that takes the text.</param>
/// <param name="Label">The column with the label that is given.</param>
/// <param name="Score">The column with a score for each label.</param>
public sealed record TextModelColumns(string? Input, string? Label, string? Score)
{
    /// <summary>Whether all are left to the runtime.</summary>
    public bool AreUsual => this is { Input: null, Label: null, Score: null };
}
