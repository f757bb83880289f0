namespace BatchProcessing.TextModels.Linear;

/// <summary>What a model file says of a model beside its weights.</summary>
internal sealed record ModelDescription(
    string Name, IReadOnlyList<string> Labels, bool IsMultiLabel, FeatureOptions Features, int TrainedRows);
