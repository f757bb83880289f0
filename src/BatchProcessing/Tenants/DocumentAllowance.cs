namespace BatchProcessing.Tenants;

/// <summary>
/// How many documents an upload may bring: what its tenant's quota has left as it begins. Checked while documents come in,
/// so that what cannot be accepted is not received; the seal checks again, for uploads at a time.
/// </summary>
/// <param name="Quota">What the tenant may have.</param>
/// <param name="Usage">What it has.</param>
public sealed record DocumentAllowance(DocumentQuota Quota, DocumentUsage Usage)
{
    /// <summary>Documents that may come in.</summary>
    public long Documents { get; } = Quota.Left(Usage);

    /// <summary>Refuses documents when they are too many.</summary>
    /// <exception cref="QuotaExceededException">They are.</exception>
    public void Check(long documents)
    {
        if (documents > Documents) throw Quota.Exceeded(Usage.Plus(documents));
    }
}
