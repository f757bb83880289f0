namespace BatchProcessing.Batches;

/// <summary>What a batch waits for before it runs; both parts must be met.</summary>
/// <param name="After">The batch that must have ended first, or null.</param>
/// <param name="Outcome">How it must have ended; when it ends otherwise the waiting batch is cancelled.</param>
/// <param name="At">The time before which it does not run, or null.</param>
public sealed record StartCondition(Guid? After, PredecessorOutcome Outcome, DateTimeOffset? At);
