using System.ComponentModel.DataAnnotations;

namespace BatchProcessing.Tenants;

/// <summary>Quotas of tenants that have none of their own, and how long keys are remembered. Section <c>Tenants</c>.</summary>
public sealed class TenantOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Tenants";

    /// <summary>How long a node may go on with what it knows of a key, 0–60 s: a revoked key is refused after that. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan KeyCacheTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Keys that nobody has, a minute and client address, on each node, 1–1,000,000; further ones are refused without a
    /// look. Default 60.
    /// </summary>
    [Range(1, 1_000_000)]
    public int FailedKeysPerMinute { get; set; } = 60;

    /// <summary>Requests of a tenant that submit or change something, a minute, on each node, 1–10,000,000. Default 60,000.</summary>
    [Range(1, 10_000_000)]
    public int SubmissionsPerMinute { get; set; } = 60_000;

    /// <summary>Requests of a tenant that read, a minute, on each node, 1–100,000,000. Default 600,000.</summary>
    [Range(1, 100_000_000)]
    public int ReadsPerMinute { get; set; } = 600_000;

    /// <summary>
    /// Uploads of a tenant in progress at a time, on each node, 1–1,024. Default 64, more than a node stores at a time: see
    /// <c>Uploads:MaxConcurrentUploads</c>.
    /// </summary>
    [Range(1, 1024)]
    public int ConcurrentUploads { get; set; } = 64;

    /// <summary>Documents of a tenant that wait or are worked on, over all nodes, 1–1,000,000,000. Default 20,000,000.</summary>
    [Range(1L, 1_000_000_000L)]
    public long QueuedDocuments { get; set; } = 20_000_000;

    /// <summary>Documents of a tenant accepted on one UTC day, over all nodes, 1–1,000,000,000,000. Default 1,000,000,000.</summary>
    [Range(1L, 1_000_000_000_000L)]
    public long DocumentsPerDay { get; set; } = 1_000_000_000;

    /// <summary>What holds for a tenant.</summary>
    public TenantLimits LimitsOf(TenantAccount tenant) => new(
        tenant.Quotas.SubmissionsPerMinute ?? SubmissionsPerMinute,
        tenant.Quotas.ReadsPerMinute ?? ReadsPerMinute,
        tenant.Quotas.ConcurrentUploads ?? ConcurrentUploads,
        new DocumentQuota(tenant.Quotas.QueuedDocuments ?? QueuedDocuments, tenant.Quotas.DocumentsPerDay ?? DocumentsPerDay));
}
