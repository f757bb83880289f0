using BatchProcessing.Jobs;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Webhooks;

/// <summary>
/// How many tries each tenant has in progress on this node: half of the workers at most, so that silent receivers of one
/// leave workers to the others. Safe for concurrent use.
/// </summary>
public sealed class TenantShares(IOptions<JobOptions> jobs)
{
    private readonly Dictionary<string, int> _tries = new(StringComparer.Ordinal);

    /// <summary>Tries a tenant may have in progress.</summary>
    public int Max => Math.Max(1, jobs.Value.WebhookWorkers / 2);

    /// <summary>Tenants that have as many as they may.</summary>
    public IReadOnlyList<string> Full
    {
        get
        {
            lock (_tries) return [.. _tries.Where(t => t.Value >= Max).Select(t => t.Key)];
        }
    }

    /// <summary>Counts a try.</summary>
    /// <returns>False when the tenant has as many as it may.</returns>
    public bool TryEnter(string tenantId)
    {
        lock (_tries)
        {
            int tries = _tries.GetValueOrDefault(tenantId);
            if (tries >= Max) return false;
            _tries[tenantId] = tries + 1;
            return true;
        }
    }

    /// <summary>Ends a try that was counted.</summary>
    public void Leave(string tenantId)
    {
        lock (_tries)
        {
            if (--_tries[tenantId] == 0) _tries.Remove(tenantId);
        }
    }
}
