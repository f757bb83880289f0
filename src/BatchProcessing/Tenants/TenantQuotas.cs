using System.Text.Json.Serialization;

namespace BatchProcessing.Tenants;

/// <summary>One tenant's own quotas; null where those of <see cref="TenantOptions"/> hold.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TenantQuotas
{
    /// <summary>No quota of its own.</summary>
    public static TenantQuotas Usual { get; } = new();

    /// <summary>Requests that submit or change something, a minute, on each node.</summary>
    public int? SubmissionsPerMinute { get; init; }

    /// <summary>Requests that read, a minute, on each node.</summary>
    public int? ReadsPerMinute { get; init; }

    /// <summary>Uploads in progress at a time, on each node.</summary>
    public int? ConcurrentUploads { get; init; }

    /// <summary>Documents of batches that have not ended, over all nodes.</summary>
    public long? QueuedDocuments { get; init; }

    /// <summary>Documents accepted on one UTC day, over all nodes.</summary>
    public long? DocumentsPerDay { get; init; }
}
