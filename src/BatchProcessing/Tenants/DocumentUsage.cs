namespace BatchProcessing.Tenants;

/// <summary>The documents of a tenant that count against its quota.</summary>
/// <param name="Queued">Documents without an outcome in batches that have not ended.</param>
/// <param name="Today">Documents accepted since the UTC day began.</param>
/// <param name="DayLeft">How long the day goes on, on the store's clock.</param>
public sealed record DocumentUsage(long Queued, long Today, TimeSpan DayLeft)
{
    /// <summary>The same with more documents.</summary>
    public DocumentUsage Plus(long documents) => this with { Queued = Queued + documents, Today = Today + documents };
}
