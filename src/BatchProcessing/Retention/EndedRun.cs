namespace BatchProcessing.Retention;

/// <summary>One run of a batch that has ended.</summary>
/// <param name="BatchId">The batch.</param>
/// <param name="Run">Its generation, from 1.</param>
/// <param name="AsOf">When the store told of it, on the store's clock.</param>
public sealed record EndedRun(Guid BatchId, int Run, DateTimeOffset AsOf);
