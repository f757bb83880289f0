namespace BatchProcessing.Tenants;

/// <summary>How many documents a tenant may have, over all nodes.</summary>
/// <param name="Queued">Documents of batches that have not ended, without those that have an outcome.</param>
/// <param name="PerDay">Documents accepted on one UTC day.</param>
public sealed record DocumentQuota(long Queued, long PerDay)
{
    /// <summary>How long a caller is told to wait when its batches have to end first.</summary>
    private static readonly TimeSpan QueuedPause = TimeSpan.FromSeconds(30);

    /// <summary>Documents that may still be accepted; less than zero when there are too many already.</summary>
    public long Left(DocumentUsage usage) => Math.Min(Queued - usage.Queued, PerDay - usage.Today);

    /// <summary>Says that there are too many documents.</summary>
    /// <param name="usage">The documents that count, with those that are one too many.</param>
    public QuotaExceededException Exceeded(DocumentUsage usage) => usage.Today > PerDay
        ? new QuotaExceededException(QuotaExceededException.Daily,
            $"The tenant may have {PerDay} documents accepted a day, and these would be {usage.Today}; the day ends in {usage.DayLeft:hh\\:mm\\:ss}.",
            usage.DayLeft)
        : new QuotaExceededException(QuotaExceededException.Queued,
            $"The tenant may have {Queued} documents waiting, and these would be {usage.Queued}; come again when batches have ended.",
            QueuedPause);
}
