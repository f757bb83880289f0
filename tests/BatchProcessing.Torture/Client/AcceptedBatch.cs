namespace BatchProcessing.Torture.Client;

/// <summary>An upload that got its 202.</summary>
/// <param name="BatchId">The batch that was promised.</param>
/// <param name="Number">What the upload was made from.</param>
/// <param name="After">The batch it waits for, or null.</param>
internal sealed record AcceptedBatch(Guid BatchId, int Number, Guid? After);
