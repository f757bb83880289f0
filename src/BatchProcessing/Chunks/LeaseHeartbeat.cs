using BatchProcessing.Batches;
using BatchProcessing.Outages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Chunks;

/// <summary>Renews every lease this process holds, every heartbeat.</summary>
public sealed class LeaseHeartbeat(
    IBatchStore store,
    HeldLeases held,
    DatabaseOutages outages,
    IOptions<ChunkOptions> options,
    TimeProvider clock,
    ILogger<LeaseHeartbeat> logger)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Heartbeat, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            IReadOnlyCollection<ChunkLease> leases = held.Snapshot();
            if (leases.Count == 0) continue;
            try
            {
                await store.RenewLeasesAsync(leases, options.Value.LeaseTime, stoppingToken);
            }
            catch (OutageException e)
            {
                outages.Note(e);
            }
            catch (Exception e) when (e is System.Data.Common.DbException or IOException)
            {
                logger.LogWarning(e, "Heartbeat of {Count} leases failed; the next one tries again", leases.Count);
            }
        }
    }
}
