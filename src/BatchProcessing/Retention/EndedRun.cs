namespace BatchProcessing.Retention;

/// <summary>One run of a batch that has ended.</summary>
/// <param name="BatchId">The batch.</param>
/// <param name="Run">Its generation, from 1.</param>
public sealed record EndedRun(Guid BatchId, int Run);
