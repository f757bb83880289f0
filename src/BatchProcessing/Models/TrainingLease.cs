namespace BatchProcessing.Models;

/// <summary>A worker's right to train one version until a time.</summary>
/// <param name="Model">The version.</param>
/// <param name="Data">What to train on.</param>
/// <param name="Attempt">Which attempt this is, from 1, counted before it runs.</param>
/// <param name="Fence">The fencing token: ending with an older one changes nothing.</param>
public sealed record TrainingLease(ModelVersion Model, TrainingData Data, int Attempt, long Fence);
