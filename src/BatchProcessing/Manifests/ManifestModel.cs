namespace BatchProcessing.Manifests;

/// <summary>A model version that results were made with.</summary>
/// <param name="Reference">Its name and version, as result lines show it: <c>topics@1</c>.</param>
/// <param name="Checksum">The checksum of its file; null when the version is gone.</param>
public sealed record ManifestModel(string Reference, string? Checksum);
