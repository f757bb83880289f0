namespace BatchProcessing.Idempotency;

/// <summary>
/// The keys under which uploads may be repeated. A key belongs to one tenant and is reserved under a lease while an
/// upload is in progress; the seal of that upload records the batch under it, guarded by the fence.
/// </summary>
public interface IIdempotencyStore
{
    /// <summary>Reserves a key that is new, has expired, or whose holder's lease has run out.</summary>
    /// <param name="tenantId">Whose key.</param>
    /// <param name="key">The key.</param>
    /// <param name="lease">How long the reservation lasts without a heartbeat.</param>
    /// <param name="keep">How long the key is remembered from now on.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IdempotencyReservation> ReserveAsync(
        string tenantId, string key, TimeSpan lease, TimeSpan keep, CancellationToken cancellationToken);

    /// <summary>Prolongs a reservation.</summary>
    /// <returns>False when the key was recorded, released or taken over.</returns>
    Task<bool> RenewAsync(IdempotencyLease lease, TimeSpan time, CancellationToken cancellationToken);

    /// <summary>Frees a key whose upload was refused or broke off; one that was recorded stays.</summary>
    Task ReleaseAsync(IdempotencyLease lease, CancellationToken cancellationToken);

    /// <summary>Forgets keys whose time is over and that nobody holds.</summary>
    /// <returns>How many.</returns>
    Task<int> DeleteExpiredAsync(CancellationToken cancellationToken);
}
