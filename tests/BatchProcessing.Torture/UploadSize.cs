namespace BatchProcessing.Torture;

/// <summary>How many documents an upload has; small ones are more frequent.</summary>
/// <param name="Min">At least, from 1.</param>
/// <param name="Max">At most.</param>
public readonly record struct UploadSize(int Min, int Max);
