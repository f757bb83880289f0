namespace BatchProcessing.Tenants;

/// <summary>Counts the documents of tenants, over all nodes.</summary>
public interface IDocumentQuotaStore
{
    /// <summary>What counts now.</summary>
    Task<DocumentUsage> ReadUsageAsync(string tenantId, CancellationToken cancellationToken);

    /// <summary>What an upload of a tenant may bring.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="quota">What it may have.</param>
    /// <param name="documents">What an upload brings at most: where that cannot be too many, it is not counted exactly.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<DocumentAllowance> AllowAsync(string tenantId, DocumentQuota quota, long documents, CancellationToken cancellationToken);

    /// <summary>Counts documents that are analysed at once and never wait.</summary>
    /// <exception cref="QuotaExceededException">They are too many for the day; nothing was counted.</exception>
    Task CountAsync(string tenantId, long documents, DocumentQuota quota, CancellationToken cancellationToken);
}
