namespace BatchProcessing.Idempotency;

/// <summary>What came of the wish to use a key; when both are null another upload under the key is in progress.</summary>
/// <param name="Lease">The right to make the batch of the key, or null.</param>
/// <param name="Record">What the key was used for before, or null.</param>
public sealed record IdempotencyReservation(IdempotencyLease? Lease, IdempotencyRecord? Record);
