using System.Data.Common;
using BatchProcessing.Documents;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Idempotency;

/// <summary>Reserves keys for uploads and keeps them reserved while their uploads last.</summary>
public sealed class IdempotencyKeys(
    IIdempotencyStore store, IOptions<UploadOptions> options, TimeProvider clock, ILogger<IdempotencyKeys> logger)
{
    /// <summary>The most characters of a key.</summary>
    public const int MaxCharacters = 255;

    /// <summary>Reserves a key, or says what it was used for.</summary>
    /// <exception cref="UploadRejectedException">Another upload under this key is in progress.</exception>
    public async Task<IdempotencyReservation> ReserveAsync(string tenantId, string key, CancellationToken cancellationToken)
    {
        IdempotencyReservation reserved = await store.ReserveAsync(
            tenantId, key, options.Value.ReservationTime, options.Value.IdempotencyTime, cancellationToken);
        return reserved is { Lease: null, Record: null }
            ? throw new UploadRejectedException(
                "idempotency-in-progress", "Another upload with this Idempotency-Key is in progress; ask again when it has ended.")
            : reserved;
    }

    /// <summary>Renews a reservation until the result is disposed; then the key is free, unless a batch was recorded under it.</summary>
    public IAsyncDisposable Hold(IdempotencyLease lease) => new Holding(this, lease);

    private ITimer StartHeartbeat(IdempotencyLease lease)
    {
        TimeSpan time = options.Value.ReservationTime;
        return clock.CreateTimer(
            _ => _ = TryAsync(lease, s => s.RenewAsync(lease, time, CancellationToken.None)), null, time / 4, time / 4);
    }

    private async Task TryAsync(IdempotencyLease lease, Func<IIdempotencyStore, Task> change)
    {
        try
        {
            await change(store);
        }
        catch (Exception e) when (e is DbException or IOException)
        {
            // The lease runs out by itself, and with it the reservation.
            logger.LogWarning(e, "The reservation of an idempotency key of tenant {Tenant} could not be changed", lease.TenantId);
        }
    }

    private sealed class Holding : IAsyncDisposable
    {
        private readonly IdempotencyKeys _keys;
        private readonly IdempotencyLease _lease;
        private readonly ITimer _heartbeat;

        public Holding(IdempotencyKeys keys, IdempotencyLease lease)
        {
            _keys = keys;
            _lease = lease;
            _heartbeat = keys.StartHeartbeat(lease);
        }

        public async ValueTask DisposeAsync()
        {
            await _heartbeat.DisposeAsync();
            await _keys.TryAsync(_lease, s => s.ReleaseAsync(_lease, CancellationToken.None));
        }
    }
}
