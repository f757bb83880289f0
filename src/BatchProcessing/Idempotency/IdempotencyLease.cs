namespace BatchProcessing.Idempotency;

/// <summary>The right to make the batch of a key, with a fencing token.</summary>
/// <param name="TenantId">Whose key.</param>
/// <param name="Key">The key.</param>
/// <param name="Fence">The token: a seal with an older one changes nothing.</param>
public sealed record IdempotencyLease(string TenantId, string Key, long Fence);
