namespace BatchProcessing.TextModels.Training;

/// <summary>Where a training is.</summary>
/// <param name="Stage">What is being done, in words.</param>
/// <param name="Fraction">Share of the whole training done, 0 to 1; an estimate, as training may stop early.</param>
public readonly record struct TrainingProgress(string Stage, double Fraction);
