namespace BatchProcessing.MLNet.Tests.Linear;

/// <summary>What is read of a scored row.</summary>
public sealed class Scored
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
