using BatchProcessing.Tenants;

namespace BatchProcessing.Server.Storage;

/// <summary>A row of <c>tenants</c>.</summary>
internal sealed class TenantRow
{
    public const string Columns = """
        id AS Id, tier AS Tier, submissions_per_minute AS SubmissionsPerMinute, reads_per_minute AS ReadsPerMinute,
        concurrent_uploads AS ConcurrentUploads, queued_documents AS QueuedDocuments, documents_per_day AS DocumentsPerDay,
        created_at AS CreatedAt
        """;

    public string Id { get; set; } = "";

    public string Tier { get; set; } = "";

    public long? SubmissionsPerMinute { get; set; }

    public long? ReadsPerMinute { get; set; }

    public long? ConcurrentUploads { get; set; }

    public long? QueuedDocuments { get; set; }

    public long? DocumentsPerDay { get; set; }

    public long CreatedAt { get; set; }

    public static object Parameters(TenantAccount tenant, long now) => new
    {
        id = tenant.Id,
        tier = tenant.Tier.ToWire(),
        submissions = tenant.Quotas.SubmissionsPerMinute,
        reads = tenant.Quotas.ReadsPerMinute,
        uploads = tenant.Quotas.ConcurrentUploads,
        queued = tenant.Quotas.QueuedDocuments,
        daily = tenant.Quotas.DocumentsPerDay,
        now,
    };

    public TenantAccount ToTenant() => new()
    {
        Id = Id,
        Tier = TenantTiers.TryParse(Tier, out TenantTier tier) ? tier : throw new InvalidOperationException($"Unknown tier '{Tier}'."),
        Quotas = new TenantQuotas
        {
            SubmissionsPerMinute = (int?)SubmissionsPerMinute,
            ReadsPerMinute = (int?)ReadsPerMinute,
            ConcurrentUploads = (int?)ConcurrentUploads,
            QueuedDocuments = QueuedDocuments,
            DocumentsPerDay = DocumentsPerDay,
        },
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
    };
}
