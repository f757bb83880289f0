namespace BatchProcessing.Manifests;

/// <summary>One piece of a batch's results.</summary>
/// <param name="FirstOrdinal">The ordinal of its first document.</param>
/// <param name="Documents">How many documents, and so lines, it has.</param>
/// <param name="Bytes">Bytes of its result lines; 0 when its documents were not processed.</param>
/// <param name="Sha256">The SHA-256 of these lines in lower-case hexadecimal; null when its documents were not processed.</param>
public sealed record ManifestChunk(long FirstOrdinal, int Documents, long Bytes, string? Sha256);
