namespace BatchProcessing.Idempotency;

/// <summary>What a key was used for.</summary>
/// <param name="BatchId">The batch that the first upload under the key became.</param>
/// <param name="Fingerprint">What that upload asked for and brought, as a SHA-256 in lower-case hexadecimal.</param>
public sealed record IdempotencyRecord(Guid BatchId, string Fingerprint);
