using System.Runtime.CompilerServices;
using BatchProcessing.Batches;
using BatchProcessing.Outages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Live;

/// <summary>
/// Follows batches as they change, on whatever node that happens: the store is asked for the versions of all watched
/// batches at once, every <see cref="LiveOptions.PollInterval"/>, and only for those that changed again.
/// </summary>
public sealed class BatchWatch(
    IBatchStore batches, IWatchStore store, IOptions<LiveOptions> options, TimeProvider clock, ILogger<BatchWatch> logger)
    : BackgroundService
{
    /// <summary>Batches a tenant's stream looks at; of more, the newest.</summary>
    public const int MaxTenantBatches = 1000;

    // Beside the time since the last look that succeeded, so that no end is missed however long the store was away.
    private static readonly TimeSpan EndedWithin = TimeSpan.FromMinutes(1);

    private readonly WatchList<Guid, Batch> _batches = new();
    private readonly WatchList<string, IReadOnlyList<Batch>> _tenants = new();
    private long _lookedAt = clock.GetTimestamp();

    /// <summary>A batch as it is known, then each newer state, until it has ended or is deleted.</summary>
    /// <param name="batch">The state the caller has.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async IAsyncEnumerable<Batch> FollowAsync(Batch batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return batch;
        if (batch.Status.IsTerminal()) yield break;
        await foreach (Batch newer in _batches.FollowAsync(batch.Id, batch, cancellationToken))
        {
            if (newer.Version <= batch.Version) continue;
            yield return newer;
            if (newer.Status.IsTerminal()) yield break;
        }
    }

    /// <summary>
    /// A tenant's batches that have not ended or did so in the last minute, then each that changes, without end. Of a
    /// batch that changes twice between two looks, the newest state. All without metadata.
    /// </summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async IAsyncEnumerable<Batch> FollowAsync(string tenantId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Dictionary<Guid, long> seen = [];
        await foreach (IReadOnlyList<Batch> now in _tenants.FollowAsync(
            tenantId, () => LookAtTenantAsync(tenantId, EndedWithin, [], cancellationToken), cancellationToken))
        {
            Dictionary<Guid, long> before = seen;
            seen = now.ToDictionary(b => b.Id, b => b.Version);
            foreach (Batch batch in NewerThan(before, now)) yield return batch;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PollInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAtBatchesAsync(stoppingToken);
                await LookAtTenantsAsync(stoppingToken);
            }
            catch (Exception e) when (e is OutageException or System.Data.Common.DbException or IOException)
            {
                logger.LogDebug(e, "Watched batches could not be read; the next look tries again");
            }
        }
    }

    private async Task LookAtBatchesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<KeyValuePair<Guid, Batch?>> watched = _batches.Snapshot();
        if (watched.Count == 0) return;
        IReadOnlyDictionary<Guid, long> versions = await store.ListVersionsAsync([.. watched.Select(w => w.Key)], cancellationToken);
        foreach ((Guid id, Batch? known) in watched)
        {
            if (versions.TryGetValue(id, out long version) && version == known?.Version) continue;
            _batches.Change(id, await batches.GetAsync(id, cancellationToken));
        }
    }

    private async Task LookAtTenantsAsync(CancellationToken cancellationToken)
    {
        long began = clock.GetTimestamp();
        TimeSpan within = EndedWithin + clock.GetElapsedTime(_lookedAt, began);
        foreach ((string tenant, IReadOnlyList<Batch>? known) in _tenants.Snapshot())
        {
            IReadOnlyList<Batch> now = await LookAtTenantAsync(tenant, within, known ?? [], cancellationToken);
            if (!ReferenceEquals(now, known)) _tenants.Change(tenant, now);
        }

        _lookedAt = began;
    }

    // What has not changed is the same object in every list: a reader that lags behind holds little that others do not.
    private async Task<IReadOnlyList<Batch>> LookAtTenantAsync(
        string tenantId, TimeSpan within, IReadOnlyList<Batch> known, CancellationToken cancellationToken)
    {
        IReadOnlyList<BatchVersion> versions = await store.ListRecentAsync(tenantId, within, MaxTenantBatches, cancellationToken);
        Dictionary<Guid, Batch> batches = known.ToDictionary(b => b.Id);
        Guid[] changed = [.. versions.Where(v => batches.GetValueOrDefault(v.Id)?.Version != v.Version).Select(v => v.Id)];
        if (changed.Length == 0 && versions.Count == known.Count) return known;
        foreach (Batch batch in await store.ListWithoutMetadataAsync(changed, cancellationToken)) batches[batch.Id] = batch;
        return [.. versions.Select(v => batches.GetValueOrDefault(v.Id)).OfType<Batch>()];
    }

    private static IEnumerable<Batch> NewerThan(Dictionary<Guid, long> seen, IReadOnlyList<Batch> batches) =>
        batches.Reverse().Where(b => seen.GetValueOrDefault(b.Id) < b.Version);
}
