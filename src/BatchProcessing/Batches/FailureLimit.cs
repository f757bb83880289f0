namespace BatchProcessing.Batches;

/// <summary>
/// Stops a batch that mostly fails. Failed is what ended with an error or, with a chunk that was given up, without a
/// result. The commit that goes beyond the limit stops the batch.
/// </summary>
/// <param name="MaxRatio">The part of the ended documents that may have failed, 0–1.</param>
/// <param name="Sample">Documents that must have ended before the ratio is looked at, from 0.</param>
public sealed record FailureLimit(double MaxRatio, long Sample);
