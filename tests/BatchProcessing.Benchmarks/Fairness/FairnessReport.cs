namespace BatchProcessing.Benchmarks.Fairness;

/// <summary>How small batches fared beside a large one, and it beside them. Times are seconds of wall clock.</summary>
/// <param name="LargeDocuments">Documents of the large batch, of a standard tenant of its own.</param>
/// <param name="SmallDocuments">Documents of each small batch.</param>
/// <param name="Rounds">Times that a small VIP and a small standard batch were uploaded together.</param>
/// <param name="VipMedianS">Median time of a VIP batch.</param>
/// <param name="VipMaxS">Longest time of a VIP batch.</param>
/// <param name="StandardMedianS">Median time of a standard batch.</param>
/// <param name="StandardMaxS">Longest time of a standard batch.</param>
/// <param name="VipFirst">Rounds in which the VIP batch ended before the standard one, by the server's clock.</param>
/// <param name="LargeAlonePerS">Documents of the large batch a second while nothing else ran.</param>
/// <param name="LargeMeanwhilePerS">Documents of the large batch a second during the rounds.</param>
/// <param name="LargeShare"><paramref name="LargeMeanwhilePerS"/> over <paramref name="LargeAlonePerS"/>.</param>
/// <param name="WasRunning">Whether the large batch was still running when the last round ended.</param>
/// <param name="Exact">Whether every document of the small batches succeeded.</param>
internal sealed record FairnessReport(
    int LargeDocuments,
    int SmallDocuments,
    int Rounds,
    double VipMedianS,
    double VipMaxS,
    double StandardMedianS,
    double StandardMaxS,
    int VipFirst,
    double LargeAlonePerS,
    double LargeMeanwhilePerS,
    double LargeShare,
    bool WasRunning,
    bool Exact)
{
    private const double MaxSeconds = 3;
    private const double MinShare = 0.25;

    /// <summary>Whether what is promised held.</summary>
    public bool IsFair() => Exact && WasRunning && VipMaxS < MaxSeconds && StandardMaxS < MaxSeconds && LargeShare >= MinShare;
}
