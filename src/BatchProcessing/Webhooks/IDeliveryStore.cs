namespace BatchProcessing.Webhooks;

/// <summary>
/// The outbox. Its rows are made by the transaction that ends a batch and by nothing else: one for each run and receiver.
/// They outlive their batch until they are delivered or given up.
/// </summary>
public interface IDeliveryStore
{
    /// <summary>How many deliveries may be tried now.</summary>
    /// <param name="perHost">Tries in progress at a host above which its deliveries wait.</param>
    /// <param name="limit">No more are counted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<int> CountDueAsync(int perHost, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Claims one of the deliveries that have been due longest of the tenant with the fewest tries in progress, and counts the
    /// try; a try that died with its process is not counted again.
    /// </summary>
    /// <param name="lease">How long nobody else tries it.</param>
    /// <param name="perHost">As in <see cref="CountDueAsync"/>.</param>
    /// <param name="passedBy">Tenants whose deliveries wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when none is due.</returns>
    Task<DeliveryLease?> ClaimAsync(TimeSpan lease, int perHost, IReadOnlyCollection<string> passedBy, CancellationToken cancellationToken);

    /// <summary>Ends a delivery that was taken.</summary>
    /// <returns>False when the lease was lost; nothing was changed.</returns>
    Task<bool> DeliverAsync(DeliveryLease lease, DeliveryAttempt attempt, CancellationToken cancellationToken);

    /// <summary>Puts a delivery back for another try.</summary>
    /// <returns>False when the lease was lost; nothing was changed.</returns>
    Task<bool> PostponeAsync(DeliveryLease lease, DeliveryAttempt attempt, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Ends a delivery that was not taken. One that is gone takes its registered webhook and all its deliveries with it.</summary>
    /// <returns>False when the lease was lost; nothing was changed.</returns>
    Task<bool> GiveUpAsync(DeliveryLease lease, DeliveryAttempt attempt, CancellationToken cancellationToken);

    /// <summary>Puts a delivery back untried: the process stops, and the try does not count.</summary>
    Task ReleaseAsync(DeliveryLease lease, CancellationToken cancellationToken);

    /// <summary>A page of deliveries, newest first.</summary>
    Task<IReadOnlyList<Delivery>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken);

    /// <summary>One delivery; null when there is none.</summary>
    /// <param name="query">Whose delivery it must be; paging is not looked at.</param>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<Delivery?> FindAsync(DeliveryQuery query, Guid deliveryId, CancellationToken cancellationToken);

    /// <summary>Begins the tries of an ended delivery anew, or of one that waits, under the same id. A try in progress loses its lease.</summary>
    /// <param name="query">Whose delivery it must be; paging is not looked at.</param>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The delivery, or null when there is none or its webhook is disabled.</returns>
    Task<Delivery?> RedeliverAsync(DeliveryQuery query, Guid deliveryId, CancellationToken cancellationToken);

    /// <summary>Forgets deliveries that ended so long ago.</summary>
    /// <returns>How many, at most <paramref name="limit"/>.</returns>
    Task<int> DeleteEndedAsync(TimeSpan ago, int limit, CancellationToken cancellationToken);
}
