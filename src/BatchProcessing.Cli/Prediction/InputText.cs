namespace BatchProcessing.Cli.Prediction;

/// <summary>A text to label, and the id it came with.</summary>
internal readonly record struct InputText(string? Id, string Text);
