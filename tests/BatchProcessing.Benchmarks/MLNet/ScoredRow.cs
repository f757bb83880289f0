namespace BatchProcessing.Benchmarks.MLNet;

/// <summary>What is read of a scored row.</summary>
internal sealed class ScoredRow
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
