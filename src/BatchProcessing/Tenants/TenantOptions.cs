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
}
