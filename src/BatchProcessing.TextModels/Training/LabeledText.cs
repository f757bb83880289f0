namespace BatchProcessing.TextModels.Training;

/// <summary>One example to learn from or to measure with.</summary>
/// <param name="Text">The text; any length.</param>
/// <param name="Label">Its label, or several joined by <c>|</c> when the model is multi-label; empty for none of them.</param>
public readonly record struct LabeledText(string Text, string Label);
