using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Training;

/// <summary>A trained model and how it does.</summary>
/// <param name="Model">The model.</param>
/// <param name="Report">What was chosen and measured.</param>
public sealed record TrainingResult(LinearTextModel Model, TrainingReport Report);
