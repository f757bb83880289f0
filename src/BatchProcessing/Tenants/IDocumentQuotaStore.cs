namespace BatchProcessing.Tenants;

/// <summary>Counts the documents of tenants, over all nodes.</summary>
public interface IDocumentQuotaStore
{
    /// <summary>What counts now.</summary>
    Task<DocumentUsage> ReadUsageAsync(string tenantId, CancellationToken cancellationToken);

    /// <summary>Counts documents that are analysed at once and never wait.</summary>
    /// <exception cref="QuotaExceededException">They are too many for the day; nothing was counted.</exception>
    Task CountAsync(string tenantId, long documents, DocumentQuota quota, CancellationToken cancellationToken);
}
