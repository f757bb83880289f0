namespace BatchProcessing.Models;

/// <summary>The version of a model that batches get which name none.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Reference">The version's reference: <c>topics@2</c>.</param>
/// <param name="IsShared">Whether it is every tenant's.</param>
public sealed record ActiveModel(string Name, string Reference, bool IsShared);
