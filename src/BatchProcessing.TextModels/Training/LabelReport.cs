namespace BatchProcessing.TextModels.Training;

/// <summary>Measures of one label.</summary>
/// <param name="Label">The label.</param>
/// <param name="Precision">Share of the rows given this label that have it, 0 to 1.</param>
/// <param name="Recall">Share of the rows with this label that were given it, 0 to 1.</param>
/// <param name="F1">Harmonic mean of the two, 0 to 1.</param>
/// <param name="Support">Rows with this label.</param>
public sealed record LabelReport(string Label, double Precision, double Recall, double F1, int Support);
