using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>What a training chose and measured.</summary>
public sealed record TrainingReport
{
    /// <summary>Rows learned from.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>Rows that chose the options and the calibration.</summary>
    public required int DevelopmentRows { get; init; }

    /// <summary>Whether the development rows were held back from the training rows; the model then learned from all of them in the end.</summary>
    public required bool IsHeldBack { get; init; }

    /// <summary>The n-grams looked at.</summary>
    public required FeatureOptions Features { get; init; }

    /// <summary>Distinct n-grams in the training rows.</summary>
    public required int DistinctFeatures { get; init; }

    /// <summary>N-grams kept in the model.</summary>
    public required int KeptFeatures { get; init; }

    /// <summary>Passes over the training rows.</summary>
    public required int Epochs { get; init; }

    /// <summary>Seconds of the whole training.</summary>
    public required double Seconds { get; init; }

    /// <summary>Measures on the development rows, of the model that was trained without them.</summary>
    public required ClassificationReport Development { get; init; }
}
