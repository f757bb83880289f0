namespace BatchProcessing.Idempotency;

/// <summary>What a seal records under a key, in the transaction that makes the batch visible.</summary>
/// <param name="Lease">The right to do so.</param>
/// <param name="Fingerprint">What the upload asked for and brought, as a SHA-256 in lower-case hexadecimal.</param>
public sealed record IdempotencyClaim(IdempotencyLease Lease, string Fingerprint);
