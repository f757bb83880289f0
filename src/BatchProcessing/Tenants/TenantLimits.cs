namespace BatchProcessing.Tenants;

/// <summary>The quotas that hold for one tenant: its own, and the service's where it has none.</summary>
/// <param name="SubmissionsPerMinute">Requests that submit or change something, a minute, on each node.</param>
/// <param name="ReadsPerMinute">Requests that read, a minute, on each node.</param>
/// <param name="ConcurrentUploads">Uploads in progress at a time, on each node.</param>
/// <param name="Documents">Documents, over all nodes.</param>
public sealed record TenantLimits(int SubmissionsPerMinute, int ReadsPerMinute, int ConcurrentUploads, DocumentQuota Documents);
